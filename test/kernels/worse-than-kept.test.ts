// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from "vitest";
import type { Counts, TriedKernel } from "./kept-kernels.ts";
import { worseThanKept } from "./worse-than-kept.ts";

const kernel = (x86_64: Counts | null): TriedKernel => ({
  subjects: { gntdev: { x86_64, x86_32: null } },
  date: "2026-11-30",
});

test("fewer scenarios, a smaller part of them, or none is worse", () => {
  expect(worseThanKept(kernel([9, 10]), kernel([10, 10]))).toEqual([
    "gntdev on x86_64: 10 of 10 ran, and now 9 of 10",
  ]);
  expect(worseThanKept(kernel([10, 12]), kernel([10, 10]))).toHaveLength(1);
  expect(worseThanKept(kernel(null), kernel([10, 10]))).toEqual([
    "gntdev on x86_64: 10 of 10 ran, and now nothing runs",
  ]);
});

test("as many or more are not, nor is what never ran", () => {
  expect(worseThanKept(kernel([10, 10]), kernel([10, 10]))).toEqual([]);
  expect(worseThanKept(kernel([12, 12]), kernel([10, 11]))).toEqual([]);
  expect(worseThanKept(kernel([1, 2]), kernel(null))).toEqual([]);
});
