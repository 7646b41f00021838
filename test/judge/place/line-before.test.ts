// SPDX-License-Identifier: GPL-2.0-only
import { expect, it } from "vitest";
import type { PlacedInFile } from "../../../harness/base/make-views.ts";
import { lineBefore } from "../../../harness/judge/place/line-before.ts";
import type { JudgedPair } from "../../../harness/judge/run/judged.ts";
import { parse } from "../../support/check.ts";

const DIFF = [
  "--- a/lib/cup.c",
  "+++ b/lib/cup.c",
  "@@ -4,3 +4,4 @@",
  " l4",
  "-l5",
  "+n5",
  "+n6",
  " l6",
  "@@ -14,3 +15,2 @@",
  " l14",
  "-l15",
  " l16",
  "",
].join("\n");

async function pairOf(): Promise<JudgedPair> {
  const [file] = (await parse(DIFF)).patches[0]!.files;
  const placed = file!.hunks.map((hunk): PlacedInFile => {
    const [line, newLine] = [hunk.oldStart, hunk.newStart];
    return { path: "lib/cup.c", hunk, line, newLine, offset: 0, fuzz: 0 } as PlacedInFile;
  });
  const side = (isOld: boolean) => ({ text: { placed, isOld } });
  return { before: side(true), after: side(false) } as unknown as JudgedPair;
}

it("a line that the patch leaves as it is stands somewhere on the before side, and one that it adds does not", async () => {
  const pair = await pairOf();
  const before = (line: number, file = "lib/cup.c") => lineBefore(pair, { function: "fill", file, line });
  expect([1, 4, 5, 6, 7, 15, 16, 17].map((line) => before(line))).toEqual([1, 4, null, null, 6, 14, 16, 17]);
  expect(before(9, "lib/pot.c")).toBe(9);
});
