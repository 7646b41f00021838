// SPDX-License-Identifier: GPL-2.0-only
import { applyPatch } from "diff";
import { expect, it } from "vitest";
import { patchText } from "./patch-text.ts";

/*
 * What is measured is what a patch does, so each patch has to apply.
 */

const TEXT = Array.from({ length: 40 }, (_, i) => `line ${i}\n`).join("");
const ground = { name: "test", dir: null, places: [], read: () => TEXT };

it.each([
  ["at the start", [0]],
  ["at the end", [40]],
  ["close to each other", [10, 12, 12]],
  ["as near as two hunks may be", [10, 16, 17]],
  ["far from each other", [3, 20, 37]],
])("lines %s go where they belong", (_, lines) => {
  const insertions = lines.map((line, i) => ({ path: "a.c", line, text: `new ${i}\nmore` }));
  const expected = TEXT.split("\n").slice(0, -1);
  for (const { line, text } of [...insertions].reverse()) expected.splice(line, 0, ...text.split("\n"));
  const applied = applyPatch(TEXT, patchText(ground, insertions), { fuzzFactor: 0 });
  expect(applied).toBe(`${expected.join("\n")}\n`);
});
