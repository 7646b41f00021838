// SPDX-License-Identifier: GPL-2.0-only
import { beforeAll, describe, expect, it } from "vitest";
import { runScenario } from "../../../harness/scenario/run-scenario.ts";
import { UNMAP_NOTICES } from "../../../harness/subject/gntdev/notifies-of-run.ts";
import type { UnmapNotice } from "../../../harness/subject/gntdev/unmap-notice.ts";
import { buildGuests, type Guests, scenarioOf } from "../../scenario/guests.ts";

let guests: Guests;
beforeAll(async () => {
  guests = await buildGuests(["x86_64"]);
});

const MAPPED = [
  { do: "grant", domain: 1, ref: 8, frame: 0 },
  { do: "open", file: "f" },
  { do: "map-grant-ref", file: "f", grants: [[1, 8]], map: "m" },
  { do: "mmap", map: "m" },
  { do: "user-write", map: "m", page: 0, offset: 4, value: 7 },
] as const;
const ASKED = { do: "set-unmap-notify", map: "m", page: 0, offset: 4 } as const;

/** What is noticed of a run of these steps after those above. */
function notices(...steps: readonly object[]): readonly UnmapNotice[] {
  const scenario = scenarioOf([...MAPPED, ...steps]);
  const guest = guests.get("x86_64", "after", scenario);
  return UNMAP_NOTICES.of(runScenario(guest, scenario, { stacks: "none", probes: true })) ?? [];
}

describe("what a process asked for when its mapping goes", () => {
  it("is looked at when the mapping is gone", () => {
    const [notice, ...more] = notices({ ...ASKED, clearByte: true }, { do: "munmap", map: "m" });
    expect(notice).toMatchObject({ kind: "byte", step: MAPPED.length + 1, map: "m", page: 0, byte: 0 });
    expect(more).toEqual([]);
  });

  it("is looked at in the end where the process leaves it to that", () => {
    expect(notices({ ...ASKED, clearByte: true })).toMatchObject([{ kind: "byte", step: MAPPED.length + 1 }]);
  });

  it("is not what it asked for before, if it asked again", () => {
    const again = { ...ASKED, sendEvent: true, port: 9 };
    expect(notices({ ...ASKED, sendEvent: true, port: 7 }, again)).toMatchObject([
      { kind: "event", port: 9, wanted: 1, sent: 1 },
    ]);
  });

  it("is nothing, if it takes that back", () => {
    expect(notices({ ...ASKED, clearByte: true }, ASKED)).toEqual([]);
  });

  it("is nothing, if the kernel refuses it", () => {
    expect(notices({ ...ASKED, page: 3, sendEvent: true })).toEqual([]);
  });
});
