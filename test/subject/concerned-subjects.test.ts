// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from "vitest";
import { concernedSubjects } from "../../harness/subject/concerned-subjects.ts";
import { SUBJECTS } from "../../harness/subject/subjects.ts";

const concerned = (...touched: string[]): string[] =>
  concernedSubjects(touched, () => true).map(({ name }) => name);
const ALL = SUBJECTS.map(({ name }) => name);

test("a driver's own file concerns that driver alone", () => {
  expect(concerned("drivers/xen/gntdev.c")).toEqual(["gntdev"]);
});

test("a file that several stand on concerns all of them", () => {
  expect(concerned("arch/x86/xen/p2m.c")).toEqual(ALL);
  expect(concerned("drivers/xen/gntdev.c", "arch/x86/xen/p2m.c")).toEqual(ALL);
});

test("a file that nobody has to himself may concern anybody", () => {
  expect(concerned("mm/slub.c")).toEqual(ALL);
  expect(concerned("include/linux/list.h")).toEqual(ALL);
});

test("no two subjects have a file to themselves", () => {
  const own = SUBJECTS.flatMap(({ files }) => files);
  expect(new Set(own).size).toBe(own.length);
});

test("what a kernel does not have concerns nobody", () => {
  const hasOnly = (path: string): boolean => path === "arch/x86/xen/p2m.c" || path === "drivers/xen/gntdev.c";
  const found = concernedSubjects(["arch/x86/xen/p2m.c"], hasOnly);
  expect(found.map(({ name }) => name)).toEqual(["gntdev", "grants"]);
});
