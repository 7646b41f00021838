// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from "vitest";
import { findCallers } from "../../harness/slice/find-callers.ts";
import { sliceUnit } from "../../harness/slice/slice-unit.ts";
import { splitItems } from "../../harness/slice/text/split-items.ts";

const TEXT = [
  '# 1 "cup.c"',
  '# 7 "cup.h" 1',
  'static inline int lid(void) { asm("lid"); return lid(); }',
  "static inline int top(void) { return lid(); }",
  '# 2 "cup.c" 2',
  "int unused(void) { return lid(); }",
  "int cup(void)",
  "{",
  "\treturn top() +",
  "\t\tlid() + lid();",
  "}",
].join("\n");

test("a function that replaces the one that was cut is no caller of what the latter calls", () => {
  const text = TEXT.replace(
    "static inline int top(void)",
    'static inline int cup(void) { asm("cup"); return lid(); }\n$&',
  );
  const unit = splitItems(text);
  const slice = sliceUnit(unit, { roots: ["cup"], neverCut: () => false });
  const callers = findCallers(unit, slice).get("lid")!;
  expect(callers.filter(({ file }) => file === "cup.h").map(({ function: name }) => name)).toEqual(["top"]);
});

test("who calls what was cut is told with the first line that does, but for what is not kept or was cut itself", () => {
  const unit = splitItems(TEXT);
  const slice = sliceUnit(unit, { roots: ["cup"], neverCut: () => false });
  expect(slice.cut.map(({ name }) => name)).toEqual(["lid"]);
  expect([...findCallers(unit, slice)]).toEqual([
    [
      "lid",
      [
        { function: "top", file: "cup.h", line: 8 },
        { function: "cup", file: "cup.c", line: 6 },
      ],
    ],
  ]);
});
