// SPDX-License-Identifier: GPL-2.0-only
import { expect, it } from "vitest";
import { conditionalBranches } from "../../../harness/compile/lines/conditional-branches.ts";

it("a branch goes from its directive to the one that ends it, inner ones first", () => {
  const text = "#ifdef A\nint a;\n#  if  B\nint b;\n#endif\n#else\nint c;\n#endif\n";
  expect(conditionalBranches(text)).toEqual([
    { line: 3, text: "# if B", end: 5 },
    { line: 1, text: "#ifdef A", end: 6 },
    { line: 6, text: "#else", end: 8 },
  ]);
});

it("what is never ended, or never begun, is none", () => {
  expect(conditionalBranches("#ifdef A\nint a;\n")).toEqual([]);
  expect(conditionalBranches("#endif\nint a;\n#include <x.h>\n")).toEqual([]);
});
