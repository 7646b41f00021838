// SPDX-License-Identifier: GPL-2.0-only
import fc from "fast-check";
import { expect, test } from "vitest";
import { isSameHead } from "../../../harness/patch/diff/function-head.ts";
import { HeadNames } from "../../../harness/patch/diff/head-names.ts";

const word = fc.constantFrom(
  "int",
  "static",
  "brew",
  "pour",
  "(",
  ")",
  "struct",
  "cup",
  "{",
  "=",
  " ",
  "DEFINE_CUP",
);
const head = fc.array(word, { maxLength: 14 }).map((words) => words.join(" "));

test("many heads know a name exactly if one of them does", () => {
  fc.assert(
    fc.property(fc.array(head, { maxLength: 6 }), head, fc.nat(60), (heads, one, length) => {
      const named = one.slice(0, length + 20);
      expect(new HeadNames(heads).has(named)).toBe(heads.some((line) => isSameHead(named, line)));
    }),
    { numRuns: 1000 },
  );
});
