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

it("a comment or a string of any length is one", () => {
  const long = "a".repeat(12_000_000);
  expect([...codeLines(`// ${long}\nint b;\n`)]).toEqual([2]);
  expect([...codeLines(`char *a = "${long}"; /*\nint b; */\nint c;\n`)]).toEqual([1, 3]);
});

it("a quote that nothing closes in its line opens nothing, however many there are", () => {
  expect([...codeLines("#error don't /* a\n b */\nint c;\n")]).toEqual([3]);
  expect([...codeLines(`"${'\\"'.repeat(1_000_000)}\nint b;\n`)]).toEqual([1, 2]);
});

it("a line may have any number of comments", () => {
  expect([...codeLines(`${"/**/".repeat(1_000_000)}\nint b; /*\n*/ ${"/**/".repeat(1_000_000)}\n`)]).toEqual([
    2,
  ]);
});
