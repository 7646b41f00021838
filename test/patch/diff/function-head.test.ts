// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it, test } from "vitest";
import {
  isHead,
  isLabel,
  isSameHead,
  isTellingHead,
  isWholeHead,
} from "../../../harness/patch/diff/function-head.ts";

test.each([
  "int brew(void)",
  "static struct cup *cup_of(int n)",
  "struct cup {",
  "_private(int a)",
  "enum {",
])("%s is a head", (line) => expect(isHead(line)).toBe(true));

test.each([
  "out:",
  "out_free: /* all of it */",
  "err: kfree(cup);",
  "\tint a;",
  "{",
  "}",
  "#define A 1",
  " * a",
  "",
])("%s is none", (line) => expect(isHead(line)).toBe(false));

test("a label is one whatever follows it, and a scope is none", () => {
  expect([isLabel("out:"), isLabel("out: free(a);"), isLabel("a::b(void)")]).toEqual([true, true, false]);
});

test("a declaration and a body of one line leave nothing open", () => {
  for (const line of ["int a;", "EXPORT_SYMBOL(brew);", "int one(void) { return 1; }", "int a; /* count */"])
    expect(isWholeHead(line)).toBe(true);
  for (const line of ["int brew(void)", "struct cup {", "static int brew(int a,"])
    expect(isWholeHead(line)).toBe(false);
});

describe("what a hunk names is the same head", () => {
  const LONG = "static unsigned long brew_with_a_very_long_name_indeed(struct cup *cup, struct pot *pot)";

  it("if the text is", () => expect(isSameHead("struct cup {", "struct cup {\n")).toBe(true));

  it("if it is cut off, at 80 characters or at 40", () => {
    expect(isSameHead(LONG.slice(0, 80), LONG)).toBe(true);
    expect(isSameHead(LONG.slice(0, 40), LONG)).toBe(true);
    expect(isSameHead(LONG.slice(0, 40), LONG.replace("very", "rather"))).toBe(false);
  });

  it.each([
    ["int brew(void)", "static int brew(struct cup *cup)"],
    ["int brew(void)", "static __printf(1, 2) int brew(const char *fmt, ...)"],
    ["SYSCALL_DEFINE2(brew, int, a, int, b)", "SYSCALL_DEFINE3(brew, int, a)".replace("3", "2")],
    ["static const struct ops cup_ops = {", "const struct ops cup_ops = {"],
    ["struct cup", "struct cup {"],
  ])("if the name is: %s", (named, line) => expect(isSameHead(named, line)).toBe(true));

  it.each([
    ["int brew(void)", "int pour(void)"],
    ["static const struct ops cup_ops = {", "static const struct ops pot_ops = {"],
    ["SYSCALL_DEFINE2(brew, int, a)", "SYSCALL_DEFINE2(pour, int, a)"],
    ["struct cup {", "struct pot {"],
    ["static int", "static int brew(void)"],
  ])("but not otherwise: %s, %s", (named, line) => expect(isSameHead(named, line)).toBe(false));
});

test("a label or a lone word tells nothing", () => {
  for (const named of ["", "out:", "four", "static int"]) expect(isTellingHead(named)).toBe(false);
  expect(isTellingHead("int brew(void)")).toBe(true);
});

test("what is as long as no head has no name, and is not searched for one", () => {
  const long = "int".repeat(1_000_000);
  expect(isSameHead(`${long}(void)`, `static ${long}(void)`)).toBe(false);
  expect(isWholeHead(`${";/*".repeat(1_000_000)} x`)).toBe(false);
});
