// SPDX-License-Identifier: GPL-2.0-only
import { expect, it } from "vitest";
import { kindOf } from "../../../../harness/compile/cache/upkeep/kind-of.ts";

const ID = "0123456789abcdef0123456789abcdef";

it.each([
  [`unit-${ID}`, "unit"],
  [`facts-${ID}`, "facts"],
  [`knows-${ID}`, "knows"],
  [`needs-${ID}`, "needs"],
  [`runs-${ID}`, "runs"],
  [`slice-${ID}`, "slice"],
  ["recipe-0123456789abcdef01234567", "recipe"],
  [`tree-git-${ID}`, "tree-git"],
  ["tree-linux-source-6.1_6.1.192-2~deb12u1_1", "tree-linux"],
  [`tree-side-parsed-${ID}-${ID}`, "tree-side"],
  [`tree-side-${ID}-fixed`, "tree-side"],
  [`tree-files-${ID}`, "tree-files"],
  [`commit-${ID}01234567-89abcdef`, "commit"],
])("an entry is known by its name: %s", (name, kind) => {
  expect(kindOf(name)).toBe(kind);
});

it.each([
  "README.md",
  ".git",
  "unit-tests",
  "module-0123",
  `text-${ID}.txt`,
  "tree-linux-source-6.1",
  `my-unit-${ID}`,
])("what a user has is no entry: %s", (name) => {
  expect(kindOf(name)).toBeNull();
});
