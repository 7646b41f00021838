// SPDX-License-Identifier: GPL-2.0-only
import { expect, it } from "vitest";
import { fewErrors } from "../../harness/compile/few-errors.ts";

const errors = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ file: "a.c", line: i + 1, column: 1, message: `error ${i}` }));

it("some errors are all told", () => {
  expect(fewErrors(errors(100))).toEqual(errors(100));
});

it("of many the first are told, and how many there are", () => {
  const few = fewErrors(errors(100_000));
  expect(few.slice(0, 100)).toEqual(errors(100));
  expect(few.slice(100)).toEqual([
    {
      file: "a.c",
      line: 101,
      column: 0,
      message: "99900 further errors are left out, this one and those after it",
    },
  ]);
});
