// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from "vitest";
import { closeRoots } from "../../harness/slice/close-roots.ts";
import { splitItems } from "../../harness/slice/text/split-items.ts";

const unit = (path: string, source: string, roots: string[] = []) => {
  return { path, items: splitItems(`# 1 "${path}"\n${source}\n`), roots };
};
const close = (...units: ReturnType<typeof unit>[]): Record<string, readonly string[]> =>
  Object.fromEntries(closeRoots(units, { neverCut: () => false }));

test("a function that one unit calls and another defines is a root of the other, and so on", () => {
  expect(
    close(
      unit("a.c", "int b(void); int c(void) { return 1; } int a(void) { return b(); }", ["a"]),
      unit("b.c", "int c(void); int b(void) { return c(); } int unused(void) { return c(); }"),
    ),
  ).toEqual({ "a.c": ["a", "c"], "b.c": ["b"] });
});

test("data counts too", () => {
  expect(
    close(unit("a.c", "extern int n; int a(void) { return n; }", ["a"]), unit("b.c", "int n = 1;")),
  ).toEqual({
    "a.c": ["a"],
    "b.c": ["n"],
  });
});

test("what is static in the other unit, or stands in its header, is not shared", () => {
  const user = unit("a.c", "int b(void); int h(void); int a(void) { return b() + h(); }", ["a"]);
  const other = 'static int b(void) { return 1; }\n# 1 "h.h" 1\nint h(void) { return 1; }';
  expect(close(user, unit("b.c", other))).toEqual({ "a.c": ["a"], "b.c": [] });
});
