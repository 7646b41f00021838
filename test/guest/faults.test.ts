// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from "vitest";
import { Faults } from "../../harness/guest/faults.ts";

const uses = (faults: Faults, point: string, count: number): boolean[] =>
  Array.from({ length: count }, () => faults.hit(point));

test("a point fails at its n-th use from the plan on, once", () => {
  const faults = new Faults(() => 0);
  faults.plan("kmalloc", 2);
  expect(uses(faults, "kmalloc", 4)).toEqual([false, true, false, false]);
  faults.plan("kmalloc", 1);
  expect(uses(faults, "kmalloc", 2)).toEqual([true, false]);
});

test("plans for one point add up, and leave others alone", () => {
  const faults = new Faults(() => 0);
  faults.plan("kmalloc", 1);
  faults.plan("kmalloc", 3);
  expect(uses(faults, "balloon", 3)).toEqual([false, false, false]);
  expect(uses(faults, "kmalloc", 4)).toEqual([true, false, true, false]);
});

test("after a reset nothing is planned, and uses count anew", () => {
  const faults = new Faults(() => 0);
  faults.plan("kmalloc", 2);
  faults.hit("kmalloc");
  faults.reset();
  faults.plan("kmalloc", 2);
  expect(uses(faults, "kmalloc", 3)).toEqual([false, true, false]);
});
