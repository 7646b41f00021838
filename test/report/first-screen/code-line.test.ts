// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import type { GateHunk } from "../../../harness/gate/gate-report.ts";
import { codeLine } from "../../../harness/report/first-screen/code-line.ts";
import { makeScreen } from "../../../harness/report/screen.ts";

const SCREEN = makeScreen(40, false);
const HUNK: GateHunk = {
  ...{ file: "cup.c", number: 1, header: "", inputLine: 9, oldLine: 10, newLine: 12, offset: 0, fuzz: 0 },
  lines: [" a();", "-b();", "+c();", "+d();", " e();"],
};

const shown = (line: number, side: "before" | "after", code: string, column = 0): string[] =>
  codeLine({ file: "cup.c", line, side, code }, [HUNK], SCREEN, column);

describe("a line of C", () => {
  it.each([
    ["that the patch adds is marked", 14, "after", "   14 | + d();"],
    ["that the patch takes away is marked", 11, "before", "   11 | - b();"],
    ["that stays is not", 15, "after", "   15 |   e();"],
    ["outside all hunks is not", 99, "after", "   99 |   z();"],
  ] as const)("%s", (_, line, side, text) => {
    expect(shown(line, side, text.slice(-4))).toEqual([text]);
  });

  it("is pointed into", () => {
    expect(shown(14, "after", "d(x);", 3)).toEqual(["   14 | + d(x);", "      |     ^"]);
  });

  it("is cut at the edge of the screen, and not pointed into beyond it", () => {
    const lines = shown(14, "after", `d(${"x".repeat(99)});`, 80);
    expect(lines).toHaveLength(1);
    expect(lines[0]!.length).toBeLessThanOrEqual(40);
  });

  it("that is not known is not shown", () => {
    expect(shown(0, "after", "")).toEqual([]);
  });

  it("cannot speak to a terminal", () => {
    expect(shown(14, "after", "\u001b[2J")[0]).toBe("   14 | + ?[2J");
  });
});
