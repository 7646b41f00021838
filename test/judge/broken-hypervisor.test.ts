// SPDX-License-Identifier: GPL-2.0-only
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Views } from "../../harness/base/make-views.ts";
import type { Build } from "../../harness/compile/build-side.ts";
import { initConsole } from "../../harness/guest/console.ts";
import type { Context } from "../../harness/hypervisor/context.ts";
import * as hostMapping from "../../harness/hypervisor/grants/host-mapping.ts";
import * as mapping from "../../harness/hypervisor/grants/map-grant-ref.ts";
import { judgeConfig } from "../../harness/judge/judge-config.ts";
import { loadCatalogue } from "../../harness/scenario/load-catalogue.ts";
import { buildView, referenceViews } from "../support/views.ts";

/*
 * A hypervisor that does not do what Xen does has to show in what is found about the kernel: else the findings would
 * not depend on it. Here it is broken on purpose, one operation at a time, under the reference patch.
 */

vi.mock("../../harness/hypervisor/grants/host-mapping.ts", { spy: true });
vi.mock("../../harness/hypervisor/grants/map-grant-ref.ts", { spy: true });
const [sound, soundMapping] = await Promise.all([
  vi.importActual<typeof hostMapping>("../../harness/hypervisor/grants/host-mapping.ts"),
  vi.importActual<typeof mapping>("../../harness/hypervisor/grants/map-grant-ref.ts"),
]);

const GENERAL_ERROR = -1;
const APPLICATION_MAP = 8;
const FLAGS_AT = 8;
const STATUS_AT = 18;

const catalogue = loadCatalogue();

let views: Views;
let before: Build;
let after: Build;
beforeAll(async () => {
  views = await referenceViews();
  [before, after] = await Promise.all([
    buildView(views.before, "x86_64", "before"),
    buildView(views.after, "x86_64", "after"),
  ]);
  await initConsole();
});
afterEach(() => {
  vi.resetAllMocks();
});

/** What is found in some scenarios, each kind once: `fixed kernel-view`. */
async function found(...ids: readonly string[]): Promise<Set<string>> {
  const scenarios = catalogue.filter(({ id }) => ids.includes(id));
  expect(scenarios).toHaveLength(ids.length);
  const pair = { before, after, gate: { broken: [], mended: [], unseen: [] }, instrumented: [] };
  const { findings } = await judgeConfig({ views, pair, scenarios, reverse: false }, () => {});
  return new Set(
    findings.flatMap((one) => (one.invariant === "trace" ? [] : [`${one.class} ${one.invariant}`])),
  );
}

/** What some scenarios show more of after the hypervisor was broken, and what less. */
async function difference(
  breakIt: () => void,
  ...ids: readonly string[]
): Promise<{ more: string[]; less: string[] }> {
  const sound = await found(...ids);
  breakIt();
  const broken = await found(...ids);
  return {
    more: [...broken].filter((one) => !sound.has(one)).sort(),
    less: [...sound].filter((one) => !broken.has(one)).sort(),
  };
}

const isUsers = (flags: number): boolean => (flags & APPLICATION_MAP) !== 0;

/** Maps as Xen does, but says of some that they failed: in the op, and so in what is recorded of it. */
function failing(wanted: (flags: number) => boolean): typeof mapping.mapGrantRef {
  return (context: Context, uop, ...rest) => {
    soundMapping.mapGrantRef(context, uop, ...rest);
    if (!wanted(context.memory.u32(uop + FLAGS_AT))) return;
    context.memory.setU16(uop + STATUS_AT, GENERAL_ERROR);
    const { events } = context.machine.trace;
    const event = events.pop();
    if (event?.kind === "grant-op") events.push({ ...event, status: GENERAL_ERROR });
  };
}

/** Hands out the handle, but leaves some entries as they were. */
function leavingEntries(wanted: (flags: number) => boolean): typeof hostMapping.installGrantPte {
  return (context, handle, pte, frame, flags) => {
    if (wanted(flags)) context.mappings.add(handle, pte);
    else sound.installGrantPte(context, handle, pte, frame, flags);
  };
}

const MAPS = ["user-map-one-page", "user-direct-io-read"];

describe("a hypervisor that does not write the entry of a mapping", () => {
  const breakFor = (wanted: (flags: number) => boolean) => () =>
    void vi.mocked(hostMapping.installGrantPte).mockImplementation(leavingEntries(wanted));

  it("for a user spoils the user's view on both sides", async () => {
    const { more } = await difference(breakFor(isUsers), ...MAPS);
    expect(more).toContain("pre-existing user-view");
  });

  it("for the kernel spoils the kernel's view also after the patch: nothing is fixed", async () => {
    const { more, less } = await difference(
      breakFor((flags) => !isUsers(flags)),
      ...MAPS,
    );
    expect(more).toContain("pre-existing kernel-view");
    expect(less).toContain("fixed kernel-view");
  });
});

describe("a hypervisor that writes a wrong status", () => {
  const breakFor = (wanted: (flags: number) => boolean) => () =>
    void vi.mocked(mapping.mapGrantRef).mockImplementation(failing(wanted));

  it("for a user's mapping makes its grant leak on both sides", async () => {
    const { more, less } = await difference(breakFor(isUsers), ...MAPS);
    expect(more).toContain("pre-existing grant-leak");
    expect(less).toContain("fixed kernel-view");
  });

  it("for the kernel's own mapping, which the patch makes, shows after the patch alone", async () => {
    const { more } = await difference(
      breakFor((flags) => !isUsers(flags)),
      ...MAPS,
    );
    expect(more).toContain("regressed status-ignored");
    expect(more.filter((one) => !one.startsWith("regressed"))).toEqual([]);
  });
});

describe("a hypervisor that does not clear the entry at an unmap", () => {
  const breakIt = (): void =>
    void vi.mocked(hostMapping.replaceGrantPte).mockImplementation((context, handle, pte) => {
      context.mappings.unmapped(handle, pte);
      return 0;
    });

  it("has the kernel write over what looks like a grant: a debug build of Xen kills it, on both sides", async () => {
    const { more } = await difference(breakIt, "debug-xen-map-and-unmap");
    expect(more).toEqual(["pre-existing no-fault"]);
  });

  it("does not refuse the unmap of an entry that a step took away: what regressed there does not", async () => {
    const { less } = await difference(breakIt, "pte-clear-granted-direct-map");
    expect(less).toContain("regressed grant-leak");
  });
});
