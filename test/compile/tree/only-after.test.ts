// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../../harness/compile/toolchain/diagnostic.ts";
import { onlyAfter } from "../../../harness/compile/tree/only-after.ts";

const error = (line: number, message: string, file = "a.c"): Diagnostic => ({
  file,
  line,
  column: 1,
  message,
});
const same = (): string => "";

describe("of two sides' errors, only new ones count", () => {
  it("and not those of which the line moved", () => {
    expect(onlyAfter([error(3, "no cup")], [error(9, "no cup")], same)).toEqual([]);
  });

  it("but those of another file do", () => {
    const other = error(3, "no cup", "b.c");
    expect(onlyAfter([error(3, "no cup")], [error(3, "no cup"), other], same)).toEqual([other]);
  });

  it("and a second one of a kind does, at the line that is new", () => {
    const codes = ["x", "cup(", "saucer("];
    const codeOf = (side: "other" | "this", { line }: Diagnostic): string =>
      (side === "other" ? codes.filter((code) => code !== "cup(") : codes)[line - 1]!;
    const expected = "expected ')'";
    const found = onlyAfter([error(2, expected)], [error(2, expected), error(3, expected)], codeOf);
    expect(found).toEqual([error(2, expected)]);
  });

  it("but not a second use of a name that is missing anyhow", () => {
    const missing = "use of undeclared identifier 'cup'";
    expect(onlyAfter([error(2, missing)], [error(2, missing), error(3, missing)], same)).toEqual([]);
  });
});
