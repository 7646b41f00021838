// SPDX-License-Identifier: GPL-2.0-only
import { expect, it } from "vitest";
import { TextHeads } from "../../../harness/base/apply/text-heads.ts";

const LINES = [
  "#include <cup.h>", // 0
  "int pour(int a,", // 1
  "\t int b);", // 2
  "#define DEEP 3", // 3
  "int brew(int a,", // 4
  "\t int b) {", // 5
  "\ta = b;", // 6
  "out:", // 7
  "\treturn a;", // 8
  "}", // 9
  "", // 10
];
const heads = new TextHeads(LINES);

it("gives the last head before a line, past labels", () => {
  expect([0, 1, 2, 9].map((at) => heads.textBefore(at))).toEqual([null, null, LINES[1], LINES[4]]);
});

it("knows where a body or a declaration has ended", () => {
  expect([0, 2, 3, 5, 7, 9, 10, 11].map((at) => heads.isOutside(at))).toEqual([
    true,
    false,
    true,
    false,
    false,
    false,
    true,
    true,
  ]);
});

it("has what has a body, whatever its arguments", () => {
  expect([heads.has("void brew(void)"), heads.has("int stir(void)")]).toEqual([true, false]);
});
