// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from "vitest";
import { checkPath } from "../../../harness/patch/diff/check-path.ts";

test.each(["Makefile", "arch/x86/xen/p2m.c", "a..b/c...d", ".gitignore", "x.git/y"])(
  "%s may be patched",
  (path) => {
    expect(checkPath(path)).toBeNull();
  },
);

test.each([
  ["", "is empty"],
  ["/etc/passwd", "is absolute"],
  ["C:/x", "is absolute"],
  ["../x", "leaves the tree"],
  ["a/..", "leaves the tree"],
  ["a//b", "has an empty component"],
  ["a/./b", "has an empty component"],
  ["a/", "has an empty component"],
  [".git/hooks/x", "is inside .git"],
  ["a\\..\\b", "holds a backslash"],
  ["a\tb", "holds a control character"],
  ["a".repeat(5000), "is too long"],
])("%j is refused", (path, reason) => {
  expect(checkPath(path)).toBe(reason);
});
