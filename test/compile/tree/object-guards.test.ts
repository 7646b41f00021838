// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from "vitest";
import { objectGuards } from "../../../harness/compile/tree/object-guards.ts";

const MAKEFILE = [
  "obj-y += always.o cup.o # obj-$(CONFIG_NOT) += cup.o",
  "obj-$(CONFIG_SPOON)\t+= spoon.o \\",
  "\tfork.o",
  "obj-$(CONFIG_TABLE) += table.o",
  "table-y := leg.o",
  "table-$(CONFIG_CLOTH) += cloth.o",
  "CFLAGS_knife.o := -O1",
].join("\n");

const read = (path: string): string | null => (path === "kitchen/Makefile" ? MAKEFILE : null);

test.each([
  ["cup", []],
  ["spoon", ["SPOON"]],
  ["fork", ["SPOON"]],
  ["leg", []],
  ["cloth", ["CLOTH"]],
  ["knife", []],
])("a Makefile names the symbols of %s.c: %j", (name, symbols) => {
  expect(objectGuards(`kitchen/${name}.c`, read)).toEqual(symbols);
});

test("where there is no Makefile, nothing is known", () => {
  expect(objectGuards("garden/cup.c", read)).toEqual([]);
});
