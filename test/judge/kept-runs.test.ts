// SPDX-License-Identifier: GPL-2.0-only
import { join } from "node:path";
import { beforeEach, expect, it, vi } from "vitest";
import { Cache } from "../../harness/compile/cache/cache.ts";
import { openCache } from "../../harness/compile/cache/open-cache.ts";
import { Guest } from "../../harness/guest/guest.ts";
import { checkPatch } from "../../harness/judge/check-patch.ts";
import { KeptJudgements } from "../../harness/judge/kept-judgements.ts";
import { lcov } from "../../harness/report/lcov.ts";
import { loadCatalogue } from "../../harness/scenario/load-catalogue.ts";
import { behaviour, parse, referenceBase, referenceText } from "../support/check.ts";
import { replaceOnce } from "../support/edit-mail.ts";
import { tempDir } from "../support/temp-dir.ts";

const dir = tempDir();
let count = 0;
let place = "";
beforeEach(() => {
  place = join(dir, `kept-${++count}`);
});

/** Two that see nothing in memory, one that injects a fault, and one in which the reference patch leaves memory. */
const SCENARIOS = [
  "user-map-one-page",
  "user-get-offset",
  "fault-kernel-map-op-middle-page",
  "user-map-several-pages",
];

/** What is run instrumented, by side: how often memory was put back for a run. */
type Runs = Record<"before" | "after", number>;

async function check(
  text: string,
  { kept = "shared", scenarios = SCENARIOS }: { kept?: string; scenarios?: readonly string[] } = {},
): Promise<{ told: string; runs: Runs }> {
  const runs: Runs = { before: 0, after: 0 };
  const reset = vi.spyOn(Guest.prototype, "reset").mockImplementation(function (this: Guest) {
    if (this.build.flavour !== "plain") runs[this.build.side]++;
    return original.call(this);
  });
  try {
    const result = await checkPatch({
      base: await referenceBase(),
      patches: (await parse(text)).patches,
      reverse: false,
      configs: ["x86_64"],
      scenarios: scenarios.map((id) => loadCatalogue().find((one) => one.id === id)!),
      flavours: ["asan", "msan"],
      cache: openCache(),
      kept: new KeptJudgements(new Cache(join(place, kept)), "this tool"),
      progress: () => {},
    });
    return { told: (await behaviour(result)) + lcov(result.configs), runs };
  } finally {
    reset.mockRestore();
  }
}
const original = Guest.prototype.reset;

/** The after side is another module. */
const CLEARED = "unmap_op.handle = map_op->handle;";
const otherCode = (): string =>
  replaceOnce(referenceText(), CLEARED, "unmap_op.handle = map_op->handle + 1;");

/** The modules are the same, and the judgement is not, since it shows lines. */
const otherComment = (): string => referenceText().replace(/^(\+\t.*;)$/m, "$1 /* so */");

it.each([
  ["a patch whose code is another", otherCode, (now: Runs, then: Runs) => now.before < then.before / 2],
  ["a patch that reads otherwise", otherComment, (now: Runs, then: Runs) => now.after < then.after],
])("%s is told in the same bytes, and what saw nothing is not run again", async (_what, edited, isLess) => {
  const first = await check(referenceText());
  const anew = await check(edited(), { kept: "empty" });
  const again = await check(edited());
  expect(again.told).toBe(anew.told);
  expect(anew.runs).toEqual(first.runs);
  expect(isLess(again.runs, first.runs)).toBe(true);
});

it("a run counts the same, whichever the first of its machine is", async () => {
  await check(referenceText(), { scenarios: SCENARIOS.slice(1) });
  const again = await check(otherCode());
  expect(again.told).toBe((await check(otherCode(), { kept: "empty" })).told);
});

it("what saw something is run again", async () => {
  const bad = replaceOnce(
    referenceText(),
    CLEARED,
    "unmap_op.handle = unmap_op.handle ? map_op->handle : map_op->handle + 1;",
  );
  const comment = bad.replace(/^(\+\t.*;)$/m, "$1 /* so */");
  const first = await check(bad);
  const again = await check(comment);
  expect(first.told).toContain("uninitialised-read");
  expect(again.told).toBe((await check(comment, { kept: "empty" })).told);
  expect(again.runs.after).toBeGreaterThan(0);
});
