// SPDX-License-Identifier: GPL-2.0-only
import { expect, it } from "vitest";
import { shownLines } from "../../../harness/report/html/shown-lines.ts";

it("a hunk of usual length is shown as a whole", () => {
  expect(shownLines(300, 5, [])).toEqual(Array.from({ length: 300 }, (_, i) => i));
});

it("of a hunk of a million lines the start is shown, and what stands around a finding", () => {
  const shown = shownLines(1_000_000, 1, [700_000]);
  expect(shown.slice(0, 3)).toEqual([0, 1, 2]);
  expect(shown.slice(-21)).toEqual(Array.from({ length: 21 }, (_, i) => 699_990 + i));
  expect(shown.length).toBe(20_021);
});

it("hunks by the hundred thousand share what a page shows", () => {
  expect(shownLines(8, 100_000, [])).toEqual([]);
  expect(shownLines(8, 100_000, [4])).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});
