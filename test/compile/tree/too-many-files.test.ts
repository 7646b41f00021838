// SPDX-License-Identifier: GPL-2.0-only
import { expect, it } from "vitest";
import type { View } from "../../../harness/base/view.ts";
import { tooManyFiles } from "../../../harness/compile/tree/too-many-files.ts";

const touching = (count: number): View =>
  ({ files: new Map(Array.from({ length: count }, (_, i) => [`d/f${i}.c`, "int a;"])) }) as unknown as View;

it("a patch that touches hundreds of files of C is told to be taken apart", () => {
  expect(tooManyFiles(touching(300))).toEqual([]);
  expect(tooManyFiles(touching(301))).toEqual([
    {
      ...{ file: "d/f300.c", line: 0, column: 0 },
      message: "the patch touches 301 .c files, and no more than 300 are looked at: take it apart",
    },
  ]);
});
