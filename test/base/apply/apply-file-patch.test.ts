// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, test } from "vitest";
import { ApplyError } from "../../../harness/base/apply/apply-error.ts";
import {
  type AppliedFile,
  type ApplyOptions,
  applyFilePatch,
} from "../../../harness/base/apply/apply-file-patch.ts";
import { parseSeries } from "../../../harness/patch/parse-series.ts";

const HEAD = "--- a/x.c\n+++ b/x.c\n";
/** Changes line 5 of NUMBERS, with three lines of context. */
const CHANGE = `${HEAD}@@ -2,7 +2,7 @@\n l2\n l3\n l4\n-l5\n+new\n l6\n l7\n l8\n`;
const NUMBERS = numbers(1, 12);

function numbers(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, i) => `l${from + i}`);
}

async function apply(
  lines: readonly string[] | string,
  diff: string,
  options?: ApplyOptions,
): Promise<AppliedFile> {
  const { patches } = await parseSeries(Buffer.from(diff), "in");
  const text = typeof lines === "string" ? lines : lines.map((line) => `${line}\n`).join("");
  return applyFilePatch(text, patches[0]!.files[0]!, options);
}

async function failure(lines: readonly string[] | string, diff: string, options?: ApplyOptions) {
  const error = await apply(lines, diff, options).catch((thrown: unknown) => thrown);
  if (!(error instanceof ApplyError)) throw new Error(`no ApplyError but ${String(error)}`);
  return error;
}

function places(applied: AppliedFile) {
  return applied.hunks.map(({ line, newLine, offset, fuzz }) => ({ line, newLine, offset, fuzz }));
}

test("a hunk goes where its header says if it fits there", async () => {
  const applied = await apply([...NUMBERS, ...NUMBERS], CHANGE);
  expect(places(applied)).toEqual([{ line: 2, newLine: 2, offset: 0, fuzz: 0 }]);
  expect(applied.text.split("\n").slice(3, 6)).toEqual(["l4", "new", "l6"]);
});

test("a hunk that fits elsewhere reports its offset", async () => {
  expect(places(await apply(["a", "b", ...NUMBERS], CHANGE))).toEqual([
    { line: 4, newLine: 4, offset: 2, fuzz: 0 },
  ]);
  expect(places(await apply(NUMBERS.slice(1), CHANGE))).toEqual([
    { line: 1, newLine: 1, offset: -1, fuzz: 0 },
  ]);
});

test("of two places the nearer is taken", async () => {
  const twice = [...NUMBERS, ...Array<string>(20).fill("-"), ...NUMBERS];
  const applied = await apply(twice, CHANGE.replace("-2,7 +2,7", "-30,7 +30,7"));
  expect(places(applied)).toEqual([{ line: 34, newLine: 34, offset: 4, fuzz: 0 }]);
});

test("a later hunk is looked for around the offset of the one before", async () => {
  const text = [..."....uv...x...x..."];
  const diff = `${HEAD}@@ -1,2 +1,2 @@\n-u\n-v\n+U\n+V\n@@ -10,1 +10,1 @@\n-x\n+X\n`;
  expect(places(await apply(text, diff))).toEqual([
    { line: 5, newLine: 5, offset: 4, fuzz: 0 },
    { line: 14, newLine: 14, offset: 4, fuzz: 0 },
  ]);
});

test("an exact match far away is better than a fuzzy one here", async () => {
  const changed = NUMBERS.map((line) => (line === "l2" ? "other" : line));
  expect(places(await apply([...changed, ...NUMBERS], CHANGE))).toEqual([
    { line: 14, newLine: 14, offset: 12, fuzz: 0 },
  ]);
});

test("fuzz leaves out context at the ends and keeps what the file has there", async () => {
  const one = NUMBERS.map((line) => (line === "l2" || line === "l8" ? "other" : line));
  const applied = await apply(one, CHANGE);
  expect(places(applied)).toEqual([{ line: 2, newLine: 2, offset: 0, fuzz: 1 }]);
  expect(applied.text.split("\n").slice(1, 8)).toEqual(["other", "l3", "l4", "new", "l6", "l7", "other"]);
  const two = NUMBERS.map((line) => (line === "l3" ? "other" : line));
  expect(places(await apply(two, CHANGE))[0]?.fuzz).toBe(2);
});

test("maxFuzz 0 accepts only exact context", async () => {
  const changed = NUMBERS.map((line) => (line === "l2" ? "other" : line));
  expect((await failure(changed, CHANGE, { maxFuzz: 0 })).failure.reason).toBe("does not apply");
});

test("hunks stay in order: the second is not placed before the first", async () => {
  const diff = `${HEAD}@@ -8,1 +8,1 @@\n-l8\n+n8\n@@ -9,1 +9,1 @@\n-l7\n+n7\n`;
  const error = await failure(NUMBERS, diff);
  expect(error.failure).toMatchObject({ hunk: 2, reason: "fits only inside or before the hunk before it" });
});

test("a hunk with no context below goes where its header says, else to the end of the file", async () => {
  const diff = `${HEAD}@@ -11,2 +11,3 @@\n l11\n l12\n+l13\n`;
  expect((await apply(NUMBERS, diff)).text).toMatch(/l12\nl13\n$/);
  expect(places(await apply([...NUMBERS, "more"], diff))).toEqual([
    { line: 11, newLine: 11, offset: 0, fuzz: 0 },
  ]);
  expect(places(await apply(["top", ...NUMBERS], diff))[0]?.line).toBe(12);
  const error = await failure(["top", ...NUMBERS, "more"], diff);
  expect(error.failure.reason).toBe(
    "fits only away from the end of the file where its context says it belongs",
  );
});

describe("newline at the end of the file", () => {
  test("is removed where the patch says so", async () => {
    const diff = `${HEAD}@@ -1,2 +1,2 @@\n a\n-b\n+c\n\\ No newline at end of file\n`;
    expect((await apply("a\nb\n", diff)).text).toBe("a\nc");
  });

  test("is added where the patch says so", async () => {
    const diff = `${HEAD}@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n`;
    expect((await apply("a\nb", diff)).text).toBe("a\nb\n");
  });

  test("is a difference like any other", async () => {
    const error = await failure("a\nb", `${HEAD}@@ -1,2 +1,2 @@\n a\n-b\n+c\n`);
    expect(error.failure.nearest?.differs).toEqual({ line: 2, expected: "b\n", found: "b" });
  });
});

describe("files as a whole", () => {
  const create = "--- /dev/null\n+++ b/x.c\n@@ -0,0 +1,2 @@\n+a\n+b\n";

  test("a created file gets the added lines", async () => {
    expect((await apply("", create)).text).toBe("a\nb\n");
  });

  test("a file that exists is not created", async () => {
    expect((await failure("z\n", create)).failure).toMatchObject({
      reason: "exists already",
      alreadyApplied: false,
    });
    expect((await failure("a\nb\n", create)).failure.alreadyApplied).toBe(true);
  });

  test("a deleted file must hold nothing more than the patch removes", async () => {
    const diff = "--- a/x.c\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n";
    expect((await apply("a\n", diff)).text).toBe("");
    expect((await failure("a\nb\n", diff)).message).toMatch(/x\.c: /);
  });

  test("a rename without hunks leaves the text alone", async () => {
    const diff = "diff --git a/x b/y\nsimilarity index 100%\nrename from x\nrename to y\n";
    expect((await apply("a\nb", diff)).text).toBe("a\nb");
  });
});

describe("a hunk that fits nowhere", () => {
  test("is reported with its number, header, input line and the first line that differs", async () => {
    const changed = NUMBERS.map((line) => (line === "l5" ? "other" : line));
    const error = await failure(["top", ...changed], CHANGE);
    expect(error.failure).toEqual({
      file: "x.c",
      hunk: 1,
      header: "@@ -2,7 +2,7 @@",
      inputLine: 3,
      reason: "does not apply",
      nearest: { line: 3, matching: 6, of: 7, differs: { line: 6, expected: "l5", found: "other" } },
      alreadyApplied: false,
    });
    expect(error.message.split("\n")).toEqual([
      "x.c: hunk 1 (@@ -2,7 +2,7 @@) does not apply (patch line 3)",
      "  nearest fit: line 3, 6 of 7 lines agree",
      '  line 6 expected: "l5"',
      '  line 6 found:    "other"',
    ]);
  });

  test("is recognised when the file holds its result already", async () => {
    const done = NUMBERS.map((line) => (line === "l5" ? "new" : line));
    const error = await failure(done, CHANGE);
    expect(error.failure.alreadyApplied).toBe(true);
    expect(error.message).toContain("is not needed: its result is there already, at line 2");
  });

  test("has no nearest fit in a file that shares no line with it", async () => {
    expect((await failure(["q"], CHANGE)).failure.nearest).toBeNull();
  });
});

describe("hostile patches end quickly", () => {
  const text = "x\n".repeat(50_000);

  test("a line number near a billion", async () => {
    const diff = `${HEAD}@@ -999999999 +999999999 @@\n-x\n+y\n`;
    for (let i = 0; i < 20; i++) expect((await apply(text, diff)).hunks[0]?.line).toBe(50_000);
  }, 5000);

  test("long hunks that nearly fit everywhere", async () => {
    const diff = `${HEAD}@@ -1,20001 +1,20001 @@\n${" x\n".repeat(20_000)}-z\n+y\n`;
    expect((await failure(text, diff)).failure.reason).toBe("does not apply");
    const inner = `${HEAD}@@ -1,20001 +1,20001 @@\n${" x\n".repeat(10_000)}-z\n+y\n${" x\n".repeat(10_000)}`;
    expect((await failure(text, inner)).failure.reason).toBe("was given up: too many places to try");
  }, 5000);
});
