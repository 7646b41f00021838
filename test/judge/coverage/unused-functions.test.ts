// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from "vitest";
import { unusedFunctions } from "../../../harness/judge/coverage/unused-functions.ts";

const unused = (...lines: readonly string[]): string[] => [
  ...unusedFunctions(new Map([["drivers/cup.c", `# 1 "drivers/cup.c"\n${lines.join("\n")}\n`]])),
];

test("a static function that nothing names is unused", () => {
  expect(unused("static int fill(int n)", "{ return n; }")).toEqual(["fill"]);
});

test.each([
  ["is called", "int drink(void)", "{ return fill(1); }"],
  ["stands in a table", "int (*table[])(int) = { fill };"],
])("one that %s is used", (_, ...user) => {
  expect(unused("static int fill(int n)", "{ return n; }", ...user)).toEqual([]);
});

test("one that others can call is used", () => {
  expect(unused("int fill(int n)", "{ return n; }")).toEqual([]);
});

test("one that only calls itself is unused", () => {
  expect(unused("static int fill(int n)", "{ return fill(n - 1); }")).toEqual(["fill"]);
});

test.each([
  ["unused", ["fill"]],
  ["keep", []],
])("of a slice it is what stands in the table of the kind %s", (kind, names) => {
  const table = [
    '# 1 "<hunkbox>"',
    `const void *const __hunkbox_${kind}_cup[] = {`,
    "(const void *)&fill,",
    "};",
  ];
  const found = unused("static int fill(int n)", "{ return n; }", ...table);
  expect(found.filter((name) => name === "fill")).toEqual(names);
});
