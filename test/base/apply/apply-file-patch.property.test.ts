// SPDX-License-Identifier: GPL-2.0-only
import { formatPatch, parsePatch, structuredPatch } from "diff";
import fc from "fast-check";
import { expect, test } from "vitest";
import { applyFilePatch } from "../../../harness/base/apply/apply-file-patch.ts";
import type { FilePatch } from "../../../harness/patch/diff/file-patch.ts";
import { reverseFilePatch } from "../../../harness/patch/diff/reverse-file-patch.ts";
import { parseSeries } from "../../../harness/patch/parse-series.ts";

/** Few different lines, so that texts have much in common, and lines that look like parts of a patch. */
const line = fc.constantFrom(
  "",
  " ",
  "a",
  "b",
  "\tc",
  "-",
  "-- ",
  "--- x",
  "+++ y",
  "@@ -1 +1 @@",
  "\\",
  "é",
);
const text = fc
  .tuple(fc.array(line, { maxLength: 30 }), fc.boolean())
  .map(([lines, end]) => lines.join("\n") + (end && lines.length > 0 ? "\n" : ""));

async function parse(diff: string): Promise<FilePatch> {
  return (await parseSeries(Buffer.from(diff), "in")).patches[0]!.files[0]!;
}

test("a diff of two texts applies to the one and gives the other, and back", async () => {
  const pair = fc.tuple(text, text, fc.integer({ min: 0, max: 4 })).filter(([a, b]) => a !== b);
  await fc.assert(
    fc.asyncProperty(pair, async ([a, b, context]) => {
      const diff = structuredPatch("a/x.c", "b/x.c", a, b, undefined, undefined, { context });
      const patch = await parse(formatPatch(diff));
      const forth = applyFilePatch(a, patch, { maxFuzz: 0 });
      expect(forth.text).toBe(b);
      expect(forth.hunks.every(({ offset, fuzz }) => offset === 0 && fuzz === 0)).toBe(true);
      expect(applyFilePatch(b, reverseFilePatch(patch), { maxFuzz: 0 }).text).toBe(a);
    }),
    { seed: 1, numRuns: 400 },
  );
});

test("our hunks are those of jsdiff", async () => {
  const pair = fc.tuple(text, text).filter(([a, b]) => a !== b);
  await fc.assert(
    fc.asyncProperty(pair, async ([a, b]) => {
      const diff = formatPatch(structuredPatch("a/x.c", "b/x.c", a, b));
      const ours = (await parse(diff)).hunks.map((hunk) => hunk.lines.map(({ op, text: t }) => op + t));
      const theirs = parsePatch(diff)[0]?.hunks.map((hunk) => hunk.lines.filter((l) => l[0] !== "\\"));
      expect(ours).toEqual(theirs);
    }),
    { seed: 2, numRuns: 200 },
  );
});

test("any damage to a patch gives a patch or one PatchError", async () => {
  const good = formatPatch(structuredPatch("a/x.c", "b/x.c", "a\nb\nc\nd\n", "a\nc\nd\ne\n"));
  const damage = fc.tuple(fc.nat(good.length), fc.nat(20), fc.string({ maxLength: 5, unit: "binary-ascii" }));
  await fc.assert(
    fc.asyncProperty(damage, async ([at, length, insert]) => {
      const bad = good.slice(0, at) + insert + good.slice(at + length);
      const result = await parseSeries(Buffer.from(bad), "in").catch((error: unknown) => error);
      if (result instanceof Error) expect(result.name).toBe("PatchError");
    }),
    { seed: 3, numRuns: 400 },
  );
});
