// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import { ApplyError } from "../../harness/base/apply/apply-error.ts";
import { type AppliedFile, applyFilePatch } from "../../harness/base/apply/apply-file-patch.ts";
import { reverseFilePatch } from "../../harness/patch/diff/reverse-file-patch.ts";
import { parse } from "../support/check.ts";

/** Functions that differ in their names alone, with lines of a check at their beginnings. */
const twin = (name: string, check: readonly string[] = []): string[] => [
  `int ${name}_cups(struct cup *cups, int count)`,
  "{",
  "\tint i, ret = 0;",
  "",
  ...check,
  "\tif (!cups)",
  "\t\tgoto out;",
  "",
  "\tfor (i = 0; i < count; i++)",
  "\t\tret |= cups[i].full;",
  "out:",
  "\treturn ret;",
  "}",
  "",
];
const CHECK = ["\tif (kettle_is_cold())", "\t\treturn 0;", ""];
const text = (...parts: (readonly string[] | string)[]): string => `${parts.flat().join("\n")}\n`;

const TOP = ["#include <cup.h>", ""];

/** Puts the check into a function; `at` is the line of the file where its blank line is. */
const hunk = (at: number, section: string, above = ["{", "\tint i, ret = 0;", ""]): string =>
  [
    `@@ -${at - above.length + 1},${above.length + 3} +${at - above.length + 1},${above.length + 6} @@ ${section}`.trim(),
    ...above.map((line) => ` ${line}`),
    ...CHECK.map((line) => `+${line}`),
    ...[" \tif (!cups)", " \t\tgoto out;", " "],
    "",
  ].join("\n");
const FILL = "int fill_cups(struct cup *cups, int count)";
const EMPTY = "int empty_cups(struct cup *cups, int count)";
const HEAD = "--- a/x.c\n+++ b/x.c\n";

async function apply(on: string, diff: string, isBack = false): Promise<AppliedFile> {
  const file = (await parse(diff)).patches[0]!.files[0]!;
  return applyFilePatch(on, isBack ? reverseFilePatch(file) : file);
}

async function failure(on: string, diff: string) {
  const error = await apply(on, diff).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ApplyError);
  return (error as ApplyError).failure;
}

describe("a hunk that fits exactly in two functions", () => {
  const both = text(TOP, twin("fill"), twin("empty"));

  it("goes into the one that its header names, even if the other is nearer", async () => {
    const applied = await apply(both, HEAD + hunk(7, EMPTY));
    expect(applied.text).toBe(text(TOP, twin("fill"), twin("empty", CHECK)));
    expect(applied.hunks[0]).toMatchObject({ offset: 12, fuzz: 0 });
  });

  it("goes where its header says if that is in neither, or if it names none", async () => {
    for (const section of ["", "out:", "int stir_cups(int a)"]) {
      const applied = await apply(both, HEAD + hunk(6, section));
      expect(applied.text).toBe(text(TOP, twin("fill", CHECK), twin("empty")));
    }
  });

  it("is taken by a name that is cut off, and by a name whose arguments are others", async () => {
    const want = text(TOP, twin("fill"), twin("empty", CHECK));
    for (const section of [EMPTY.slice(0, 40), "static int empty_cups(struct cup *cups)"])
      expect((await apply(both, HEAD + hunk(7, section))).text).toBe(want);
  });

  it("belongs to the function that begins in its own context, whatever is before that", async () => {
    const own = [EMPTY, "{", "\tint i, ret = 0;", ""];
    const applied = await apply(text("int a;", both.trimEnd(), ""), HEAD + hunk(19, FILL, own));
    expect(applied.text).toContain(text(twin("empty", CHECK)).trim());
  });
});

describe("a hunk whose change is there already", () => {
  const done = text(TOP, twin("fill", CHECK), twin("empty"));
  const diff = HEAD + hunk(6, FILL);

  it("is not made in another function, where it fits as it stands", async () => {
    expect(await failure(done, diff)).toMatchObject({
      alreadyApplied: true,
      reason: "is not needed: its result is there already, at line 4",
    });
  });

  it("is found although the file has moved", async () => {
    const moved = text("/* new */", "/* and newer */", done.trimEnd());
    expect(await failure(moved, diff)).toMatchObject({ alreadyApplied: true });
  });

  it("is not made twice right beside itself, where its context is short", async () => {
    const on = text("int a;", twin("fill", CHECK));
    const diff = `${HEAD}@@ -9,2 +9,5 @@\n \n${CHECK.map((line) => `+${line}\n`).join("")} \tif (!cups)\n`;
    expect(await failure(on, diff)).toMatchObject({ alreadyApplied: true });
  });

  it("is not made twice with less context in the same function", async () => {
    // the blank line and the line after the check would do, right after the check itself
    const other = HEAD + hunk(6, FILL, ["{", "\tint i;", ""]);
    const changed = twin("fill", CHECK);
    for (const on of [changed, changed.filter((_, i) => i !== 3)])
      expect(await failure(text(TOP, on), other)).toMatchObject({ alreadyApplied: true });
  });

  it("is not made a second time further down in the same function", async () => {
    const [one, other] = ["\ta();\n\tb();\n", "\tc();\n\td();\n"];
    const call = (wait: string): string => `\n\tstir();\n${wait}\tpour();\n`;
    const on = `int brew(void)\n{\n${one}${call("\twait();\n")}${one}${call("")}${other}}\n`;
    const diff = `${HEAD}@@ -5,4 +5,5 @@ int brew(void)\n \n \tstir();\n+\twait();\n \tpour();\n \tx();\n`;
    expect(await failure(on, diff)).toMatchObject({ alreadyApplied: true });
  });

  it("is taken back exactly where it is", async () => {
    expect((await apply(done, diff, true)).text).toBe(text(TOP, twin("fill"), twin("empty")));
  });
});

describe("fuzz", () => {
  const changed = twin("fill").map((line) => line.replace("ret = 0", "err = 0"));
  const diff = HEAD + hunk(6, FILL);

  it("is taken in the function that is named", async () => {
    const applied = await apply(text(TOP, twin("empty"), changed), diff);
    expect(applied.text.indexOf("kettle")).toBeGreaterThan(applied.text.indexOf("fill_cups"));
    expect(applied.hunks[0]?.fuzz).toBe(2);
  });

  it("is not needed where the name alone is wrong", async () => {
    const applied = await apply(text(TOP, twin("empty"), twin("fill", ["\tx();"]).slice(0, 6)), diff);
    expect(applied.hunks[0]).toMatchObject({ offset: 0, fuzz: 0 });
  });

  it("never puts a hunk into another function", async () => {
    const other = twin("empty").map((line) => line.replace("ret = 0", "err = 0"));
    for (const on of [text(TOP, other), text(TOP, twin("fill").slice(0, 3), "}", other)]) {
      expect(await failure(on, diff)).toMatchObject({
        alreadyApplied: false,
        reason: expect.stringMatching(`^fits only at line \\d+, below "${EMPTY.replace(/[()*]/g, "\\$&")}"`),
        hint: expect.stringContaining("behind the second @@"),
      });
    }
  });

  it("may drop the beginning of a function, but not for that of another one", async () => {
    const own = HEAD + hunk(6, "", [FILL, "{", "\tint i, ret = 0;", ""]);
    const retyped = text(TOP, twin("fill")).replace("int fill", "static int fill");
    expect((await apply(retyped, own)).hunks[0]?.fuzz).toBe(1);
    expect((await failure(text(TOP, twin("drain")), own)).reason).toContain('below "int drain_cups');
  });

  it("is not taken where two places would do", async () => {
    const body = ["\tstir();", "\tpour();", "", "\tboil();"];
    const on = text("int brew(void)", "{", body, "\tx();", body, "}");
    const two = "@@ -30,4 +30,4 @@ int brew(void)\n \ta();\n \tpour();\n-\n+\twait();\n \tboil();\n";
    expect((await failure(on, HEAD + two)).reason).toBe(
      "does not apply: with less context it fits at line 3 and at line 8",
    );
    expect((await apply(on, HEAD + two.replaceAll("30,4", "8,4"))).hunks[0]).toMatchObject({ line: 8 });
  });

  it("leaves some context: a changed line alone may be anywhere", async () => {
    const on = text("int brew(void)", "{", "\tif (a) {", "\t\tb();", "\t}", "\tc();", "}");
    const one = "@@ -4,3 +4,2 @@ int brew(void)\n \t\tx();\n-\t}\n \ty();\n";
    expect((await failure(on, HEAD + one)).reason).toBe("does not apply");
  });
});

describe("functions are no matter", () => {
  it("in files that are not C", async () => {
    const on = "obj-y += a.o\nobj-y += b.o\nobj-$(NEW) += n.o\n\tc\n\td\n\te\n";
    const diff =
      "--- a/Makefile\n+++ b/Makefile\n@@ -9,3 +9,4 @@ obj-y += b.o (old)\n \tc\n \td\n+\tx\n \te\n";
    expect((await apply(on, diff)).hunks[0]).toMatchObject({ line: 4 });
  });

  it("to a change between them", async () => {
    const before = text(twin("fill"), twin("stir"), "#define CUPS 3", "#define POTS 4", "", twin("empty"));
    const diff = `${HEAD}@@ -14,4 +14,5 @@ ${FILL}\n \n #define CUPS 3\n #define POTS 4\n+#define TINS 5\n \n`;
    expect((await apply(before, diff)).text).toContain("POTS 4\n#define TINS 5\n");
  });
});

describe("a hunk with less context at one end", () => {
  const lines = Array.from({ length: 30 }, (_, i) => `l${i + 1}`);
  const cut = (above: number, below: number): string =>
    [
      `${HEAD}@@ -${15 - above},${above + 1 + below} +${15 - above},${above + 1 + below} @@`,
      ...lines.slice(14 - above, 14).map((line) => ` ${line}`),
      ...["-l15", "+new"],
      ...lines.slice(15, 15 + below).map((line) => ` ${line}`),
      "",
    ].join("\n");
  const want = text(lines).replace("l15", "new");

  it.each([
    [3, 7],
    [7, 3],
    [0, 3],
    [3, 0],
    [1, 2],
  ])("goes where its header says: %d lines above, %d below", async (above, below) => {
    const applied = await apply(text(lines), cut(above, below));
    expect(applied.text).toBe(want);
    expect(applied.hunks[0]).toMatchObject({ offset: 0, fuzz: 0 });
  });

  it("goes elsewhere too, as long as it has some at the end", async () => {
    for (const diff of [cut(3, 7), cut(7, 3), cut(0, 3)])
      expect((await apply(text("top", lines), diff)).text).toBe(`top\n${want}`);
  });

  it("may differ at both ends of it", async () => {
    for (const odd of ["l12", "l22"]) {
      const on = text(lines).replace(odd, "other");
      expect((await apply(on, cut(3, 7))).text).toBe(on.replace("l15", "new"));
    }
  });

  it("is bound to the beginning of the file if it says line 1", async () => {
    const diff = `${HEAD}@@ -1,2 +1,3 @@\n+l0\n l1\n l2\n`;
    expect((await apply(text(lines), diff)).text).toBe(text("l0", lines));
    expect((await failure(text("top", lines), diff)).reason).toContain("away from the end of the file");
  });
});
