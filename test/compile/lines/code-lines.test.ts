// SPDX-License-Identifier: GPL-2.0-only
import { expect, it } from "vitest";
import { codeLines } from "../../../harness/compile/lines/code-lines.ts";

it("comments, directives and empty lines hold no code", () => {
  const text = "/* a\n * b */\nint a; // c\n\n#define A \\\n\t1\nint b;\n  // d\n";
  expect([...codeLines(text)]).toEqual([3, 7]);
});

it("the mark of a comment in a string is none", () => {
  expect([...codeLines('char *a = "/*";\nint b;\nchar *c = "*/";\n')]).toEqual([1, 2, 3]);
  expect([...codeLines("char a = '\"';\nint b; /* \" */\nint c;\n")]).toEqual([1, 2, 3]);
});

it("a comment that never ends takes all that follows", () => {
  expect([...codeLines("int a; /* b\nint c;\n")]).toEqual([1]);
});
