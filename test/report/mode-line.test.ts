// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from "vitest";
import { modeLine } from "../../harness/report/mode-line.ts";
import { parse } from "../support/check.ts";

test("a report names the first few", async () => {
  const one = (n: number): string => `diff --git a/${n} b/${n}\nold mode 100644\nnew mode 100755\n`;
  const { patches } = await parse(Array.from({ length: 7 }, (_, n) => one(n)).join(""));
  const line = modeLine(patches);
  expect(line).toContain("0 100644 -> 100755, 1 100644 -> 100755");
  expect(line).toMatch(/4 100644 -> 100755 and 2 more$/);
  expect(modeLine([])).toBe("");
});
