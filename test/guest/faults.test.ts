// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from "vitest";
import { Faults } from "../../harness/guest/faults.ts";

test("a point fails if whoever planned the run says so", () => {
  const faults = new Faults();
  const asked: string[] = [];
  faults.onUse = (point) => {
    asked.push(point);
    return point === "kmalloc";
  };
  expect(["kmalloc", "balloon"].map((point) => faults.hit(point))).toEqual([true, false]);
  expect(asked).toEqual(["kmalloc", "balloon"]);
});

test("nothing fails while nothing is planned, or any more after a reset", () => {
  const faults = new Faults();
  expect(faults.hit("kmalloc")).toBe(false);
  faults.onUse = () => true;
  faults.reset();
  expect(faults.hit("kmalloc")).toBe(false);
});
