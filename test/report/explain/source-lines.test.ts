// SPDX-License-Identifier: GPL-2.0-only
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { GateHunk } from "../../../harness/gate/gate-report.ts";
import type { Place } from "../../../harness/judge/verdict/finding.ts";
import { sourceLines } from "../../../harness/report/explain/source-lines.ts";
import { makeScreen } from "../../../harness/report/screen.ts";

const SCREEN = makeScreen(80, false);
const FILE = "drivers/xen/gizmo.c";

const placeAt = (line: number, side: "before" | "after" = "after"): Place => {
  return { file: FILE, line, function: "f", side, code: "as it was read", hunk: null };
};

/** A hunk that begins at line 1 on both sides. */
const hunkOf = (...lines: string[]): GateHunk => {
  return {
    file: FILE,
    number: 1,
    header: "",
    inputLine: 1,
    oldLine: 1,
    newLine: 1,
    offset: 0,
    fuzz: 0,
    lines,
  };
};

describe("the lines around a finding", () => {
  it("are marked as the patch has them, and the finding's own is pointed at", () => {
    const hunk = hunkOf(" {", "-\told();", "+\tnew();", " \tlast();", " }");
    expect(sourceLines(placeAt(2), "{\n\tnew();\n\tlast();\n}\n", [hunk], SCREEN)).toEqual([
      "    1 |   {",
      "    2 | +         new();",
      "      |           ^",
      "    3 |           last();",
      "    4 |   }",
    ]);
  });

  it("are those of the finding's side", () => {
    const hunk = hunkOf(" {", "-\told();", "+\tnew();");
    expect(sourceLines(placeAt(2, "before"), "{\n\told();\n", [hunk], SCREEN)).toContain(
      "    2 | -         old();",
    );
  });

  it("are three on either side, without the indentation that all have", () => {
    const text = Array.from({ length: 20 }, (_, i) => `\t\tline(${i + 1});`).join("\n");
    const lines = sourceLines(placeAt(10), text, [], SCREEN);
    expect(lines.map((line) => line.slice(0, 20))).toEqual([
      "    7 |   line(7);",
      "    8 |   line(8);",
      "    9 |   line(9);",
      "   10 |   line(10);",
      "      |   ^",
      "   11 |   line(11);",
      "   12 |   line(12);",
      "   13 |   line(13);",
    ]);
  });

  it("are the line alone, where the file is not at hand or is shorter", () => {
    for (const text of [null, "", "one\n"])
      expect(sourceLines(placeAt(7), text, [], SCREEN)).toEqual(["    7 |   as it was read"]);
  });

  it("are folded, and lose nothing but blanks", () => {
    const word = fc.stringMatching(/^[a-z(),;=>-]{1,90}$/);
    const code = fc.tuple(fc.nat({ max: 4 }), fc.array(word, { minLength: 1, maxLength: 20 }));
    fc.assert(
      fc.property(code, ([tabs, words]) => {
        const text = `a\n${"\t".repeat(tabs)}${words.join(" ").slice(0, 300)}\nb\n`;
        const lines = sourceLines(placeAt(2), text, [], SCREEN);
        expect(lines.filter((line) => line.length > 80)).toEqual([]);
        const shown = lines.filter((line) => !/\| +\^$/.test(line)).map((line) => line.slice(8));
        expect(shown.join("").replaceAll(" ", "")).toBe(text.replaceAll(/\s/g, ""));
      }),
    );
  });

  it("hold nothing that a terminal obeys", () => {
    const hostile = `\u001b[2J\u0007${"x".repeat(90)} \u001b[31m`;
    const text = sourceLines(placeAt(1), hostile, [], SCREEN).join("\n");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });
});
