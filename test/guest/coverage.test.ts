// SPDX-License-Identifier: GPL-2.0-only
import { beforeEach, expect, it } from "vitest";
import { Coverage } from "../../harness/guest/coverage.ts";

let memory: Uint32Array;
let coverage: Coverage;
beforeEach(() => {
  memory = new Uint32Array(64);
  coverage = new Coverage(memory);
  coverage.nameUnit(7);
});

const name = (ident: number, count: number, at: number): void => {
  coverage.nameFunction(ident);
  coverage.nameCounters(count, at);
};

it("counters are summed over runs, those of boot apart", () => {
  name(0, 2, 16);
  memory[4] = 3;
  coverage.noteBoot();
  memory[6] = 5;
  expect(coverage.countersNow(7, 0)).toEqual([0, 5]);
  coverage.collect();
  expect(coverage.countersOf(7, 0)).toEqual([3, 5]);
  expect(coverage.countersAtBoot(7, 0)).toEqual([3, 0]);
});

it("counters that do not lie in memory are none, however many there are said to be", () => {
  name(0, 0xffff_ffff, 16);
  name(1, 2, 0xffff_fff0);
  expect([coverage.countersOf(7, 0), coverage.countersOf(7, 1)]).toEqual([null, null]);
});

it("what is named time and again comes to no more than there is memory", () => {
  for (let i = 0; i < 1000; i++) name(i, 8, 0);
  expect(coverage.countersOf(7, 0)).not.toBeNull();
  expect(coverage.countersOf(7, 999)).toBeNull();
});

it("kernel code that runs names no more of them", () => {
  coverage.noteBoot();
  name(0, 2, 16);
  expect(coverage.countersOf(7, 0)).toBeNull();
});

it("what one run counted is added to the sums of another guest of the module", () => {
  name(0, 2, 16);
  name(1, 3, 64);
  memory[6] = 5;
  memory[16] = 1;
  memory[21] = 2;
  const counted = coverage.countedNow;
  expect(counted).toEqual([1, 5, 2, 1, 4, 2 * 2 ** 32]);
  coverage.collect();
  coverage.add(counted);
  coverage.add([]);
  expect(coverage.countersOf(7, 0)).toEqual([0, 10]);
  expect(coverage.countersOf(7, 1)).toEqual([2, 0, 4 * 2 ** 32]);
});
