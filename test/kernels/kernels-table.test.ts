// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from "vitest";
import { readKernels } from "./kept-kernels.ts";
import { keptTable, kernelsTable } from "./kernels-table.ts";

test("README.md shows what is kept", () => {
  expect(keptTable()).toBe(kernelsTable(readKernels()));
});

test("of each kernel that was tried, 95 of 100 scenarios that apply ran", () => {
  for (const [release, { subjects }] of Object.entries(readKernels())) {
    const all = Object.values(subjects).flatMap(({ x86_64, x86_32 }) => [x86_64, x86_32]);
    const sum = (which: 0 | 1): number => all.reduce((total, counts) => total + (counts?.[which] ?? 0), 0);
    expect(sum(0) / sum(1), release).toBeGreaterThanOrEqual(0.95);
  }
});
