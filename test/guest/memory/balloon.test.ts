// SPDX-License-Identifier: GPL-2.0-only
import { beforeEach, expect, test } from "vitest";
import { Balloon } from "../../../harness/guest/memory/balloon.ts";
import { Trace } from "../../../harness/machine/trace.ts";
import { pfn } from "../../../harness/machine/units.ts";

const PAGES = [pfn(7), pfn(8), pfn(40)];

let trace: Trace;
let balloon: Balloon;
let fails: boolean;
beforeEach(() => {
  trace = new Trace();
  fails = false;
  balloon = new Balloon(trace, () => fails);
  balloon.reset(PAGES);
});

test("pages come in the order in which they were given, then none", () => {
  expect([balloon.take(), balloon.take(), balloon.take(), balloon.take()]).toEqual([7, 8, 40, -1]);
});

test("a page that was given back comes next", () => {
  balloon.take();
  balloon.take();
  balloon.give(pfn(7));
  expect(balloon.take()).toBe(7);
});

test("a caller that takes some pages only gets the first of these, and is told when none is left", () => {
  const isOdd = (page: number): boolean => page % 2 === 1;
  expect([balloon.take(isOdd), balloon.take(isOdd)]).toEqual([7, -1]);
  expect(balloon.take()).toBe(8);
});

test("a page of a certain kind can be had before its turn", () => {
  expect(balloon.takeOne((page) => page >= 40)).toBe(40);
  expect(balloon.takeOne((page) => page >= 40)).toBe(-1);
  expect([balloon.take(), balloon.take()]).toEqual([7, 8]);
});

test("a page that is not out breaks a rule, and is not given out twice for it", () => {
  balloon.give(pfn(7));
  expect(trace.events.at(-1)).toMatchObject({ kind: "rule", rule: "use-after-free" });
  expect([balloon.take(), balloon.take(), balloon.take(), balloon.take()]).toEqual([7, 8, 40, -1]);
});

test("a failure that a scenario plans takes no page", () => {
  fails = true;
  expect(balloon.take()).toBe(-1);
  fails = false;
  expect(balloon.take()).toBe(7);
});
