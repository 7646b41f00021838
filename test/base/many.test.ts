// SPDX-License-Identifier: GPL-2.0-only
import { expect, it } from "vitest";
import { many } from "../../harness/base/many.ts";

it.each([
  [1, "byte", "1 byte"],
  [0, "byte", "0 bytes"],
  [2, "more error", "2 more errors"],
  [3, "patch", "3 patches"],
  [2, "entry", "2 entries"],
  [2, "day", "2 days"],
  [1, "entry", "1 entry"],
])("%i %s is %j", (count, what, text) => {
  expect(many(count, what)).toBe(text);
});
