// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from "vitest";
import { readKernels } from "./kept-kernels.ts";
import { keptTable, kernelsTable } from "./kernels-table.ts";

test("README.md shows what is kept", () => {
  expect(keptTable()).toBe(kernelsTable(readKernels()));
});

test("of each kernel that was tried, 95 of 100 scenarios that apply ran", () => {
  for (const [release, { subjects }] of Object.entries(readKernels()))
    for (const [name, { x86_64, x86_32 }] of Object.entries(subjects))
      for (const counts of [x86_64, x86_32]) {
        if (counts === null) continue;
        expect(counts[0] / counts[1], `${release}, ${name}`).toBeGreaterThanOrEqual(0.95);
      }
});
