// SPDX-License-Identifier: GPL-2.0-only
import { expect, it } from "vitest";
import { sameTold } from "./same-told.ts";

it("takes the same bytes", () => {
  expect(() => sameTold("a\nb\n", "a\nb\n", "put in")).not.toThrow();
});

it.each([
  ["a line is another", "a\nb\nc", "a\n x\nc", 'put in: line 2 is told otherwise: "x", not "b"'],
  ["a line is missing at the end", "a\nb", "a", 'put in: line 2 is told otherwise: "its end", not "b"'],
  ["there is a line more", "a", "a\nb", 'put in: line 2 is told otherwise: "b", not "its end"'],
])("says where it is another: %s", (_what, known, again, message) => {
  expect(() => sameTold(known, again, "put in")).toThrow(message);
});
