// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from "vitest";
import {
  isLasting,
  kernelPath,
  parseDiagnostics,
  STOPPED,
} from "../../../harness/compile/toolchain/diagnostic.ts";

test("errors are read, warnings and notes are not", () => {
  const stderr = [
    "In file included from lib/cup.c:3:",
    "/hunkbox/kernel/include/linux/lid.h:7:12: error: unknown type name 'lid'",
    "lib/cup.c:9:1: warning: unused variable 'spoon' [-Wunused-variable]",
    "lib/cup.c:9:1: note: expanded from here",
    "lib/cup.c:12:5: fatal error: 'pot.h' file not found",
    "lib/cup.c:14:5: error: incompatible pointer types [-Werror,-Wincompatible-pointer-types]",
    "3 errors generated.",
  ].join("\n");
  expect(parseDiagnostics(stderr)).toEqual([
    { file: "include/linux/lid.h", line: 7, column: 12, message: "unknown type name 'lid'" },
    { file: "lib/cup.c", line: 12, column: 5, message: "'pot.h' file not found" },
    { file: "lib/cup.c", line: 14, column: 5, message: "incompatible pointer types" },
  ]);
});

test.each([
  ["/hunkbox/kernel/mm/highmem.c", "mm/highmem.c"],
  ["/hunkbox/csrc/include/linux/mm.h", "csrc/include/linux/mm.h"],
  ["mm/highmem.c", "mm/highmem.c"],
])("the path %s is %s to the kernel", (path, expected) => {
  expect(kernelPath(path)).toBe(expected);
});

test("what a busy machine did not finish in its time is not kept", () => {
  const told = (message: string): string => JSON.stringify([{ file: "a.c", line: 0, column: 0, message }]);
  expect(isLasting(told("unknown type name 'u8'"))).toBe(true);
  expect(isLasting(told(`the preprocessor ${STOPPED}`))).toBe(false);
});

test("a flag is taken off the end of a message alone, however many it holds", () => {
  const own = " [-W".repeat(1_000_000);
  const [plain, flagged] = parseDiagnostics(`a.c:1:1: error: ${own}\na.c:2:1: error: x${own} [-Werror,-Wx]`);
  expect(plain?.message).toBe(`${own.slice(0, 500)} …`);
  expect(flagged?.message).toBe(`${`x${own}`.slice(0, 500)} …`);
});
