// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from "vitest";
import { splitItems } from "../../harness/slice/text/split-items.ts";
import { unitFacts } from "../../harness/slice/unit-facts.ts";

const TEXT = [
  '# 1 "cup.c"',
  '# 1 "cup.h" 1',
  "static inline int lid(void) { return 1; }",
  "int misc_register(int);",
  '# 2 "cup.c" 2',
  "static int hot, cold = 1;",
  "int level;",
  "static int boil(void)",
  "{",
  "\treturn hot;",
  "}",
  "int pour(void) { return boil() + hb_tree_pour(); }",
  'int spill(void) { asm("spill"); return 0; }',
  "static int open(void) { return misc_register(1); }",
  "int hb_initcall_open(void) { return open(); }",
  "int hb_initcall_idle(void) { return boil(); }",
  "int hb_tree_pour(void);",
].join("\n");

test("what other units need to know of a unit is told of its own file alone", () => {
  expect(unitFacts(splitItems(TEXT))).toEqual({
    shared: ["level", "pour", "spill", "hb_initcall_open", "hb_initcall_idle"],
    staticFunctions: ["boil", "open"],
    staticVariables: ["hot", "cold"],
    registering: ["hb_initcall_open"],
    inner: ["hb_tree_pour"],
    functions: [
      { name: "boil", line: 4, last: 7 },
      { name: "pour", line: 8, last: 8 },
      { name: "open", line: 10, last: 10 },
    ],
  });
});
