// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from "vitest";
import { askAtFaultPoints } from "../../../harness/compile/tree/ask-at-fault-points.ts";
import { faultPoints } from "../../../harness/compile/tree/fault-points.ts";

/** A runtime that holds this C, in one of its parts. */
const runtimeOf = (source: string): string =>
  `# 1 "runtime.c"\n# 1 "k.h" 1\nint of_a_header(void) { return 0; }\n# 2 "runtime.c" 2\n${source}\n`;

const pointsOf = (source: string, part = "process.c"): Record<string, string> => {
  const points = faultPoints(runtimeOf(source), () => `csrc/kernel/${part}`);
  return Object.fromEntries(points.map(({ name, question }) => [name, question]));
};

const asks = (name: string, value: string): string =>
  ` if (hb_fault_point(hb_lin("${name}"))) return ${value};`;

test.each([
  ["struct cup *find_cup(int nr) { return 0; }", "find_cup", "(void *)0"],
  ["int fill(void) { return 0; }", "fill", "-12"],
  ["long pour(int n) { return n; }", "pour", "-12"],
  ["_Bool hold(struct cup *c) { return 1; }", "hold", "0"],
  ["int lock_killable(struct lock *l) { return 0; }", "lock_killable", "-4"],
  ["int lock_interruptible(struct lock *l) { return 0; }", "lock_interruptible", "-4"],
  ["int pin_user_pages_fast(unsigned long start) { return 1; }", "pin_user_pages_fast", "-14"],
  ["extern __attribute__((weak)) int fill(void)\n{ return 0; }", "fill", "-12"],
])("what can say that it failed does so: %s", (source, name, value) => {
  expect(pointsOf(source)).toEqual({ [name]: asks(name, value) });
});

test.each([
  ["nothing to say it with", "void fill(void) { }"],
  ["a number that is none of an error", "unsigned long count(void) { return 1; }"],
  ["a type that depends on the tree", "__typeof__(*(int *)0) count(void) { return 1; }"],
  ["an enumeration", "enum mode mode(void) { return 0; }"],
  ["a function of the runtime's own", "static int fill(void) { return 0; }"],
  ["an entry point", "int hb_open(unsigned mm) { return 0; }"],
  ["a mark", '__attribute__((__annotate__("no fault point")))\nstruct cup *current_cup(void) { return 0; }'],
  ["a prototype", "int fill(void);"],
])("no point is added for %s", (_, source) => {
  expect(pointsOf(source)).toEqual({});
});

test("a part that computes, or whose imports have points of their own, has none", () => {
  const source = "int fls(unsigned x) { return 0; }";
  expect(pointsOf(source, "lib/bits.c")).toEqual({});
  expect(pointsOf(source, "mm/alloc.c")).toEqual({});
  expect(Object.keys(pointsOf(source, "xen.c"))).toEqual(["fls"]);
});

test("the question stands first in the body, and no line moves", () => {
  const text = runtimeOf("int fill(void)\n{\n\tint n = 0;\n\n\treturn n;\n}\nint pot;");
  expect(askAtFaultPoints(text, () => "csrc/kernel/mm/pgtable.c")).toBe(
    text.replace("fill(void)\n{", `fill(void)\n{${asks("fill", "-12")}`),
  );
});
