// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from "vitest";
import { hasMember } from "../../../harness/compile/tree/has-member.ts";

test("a struct has a member that points to a function", () => {
  const text = "struct pot { int lid; };\nstruct cup {\n\tint (*pour)(int);\n\tint sip;\n};\n";
  expect(hasMember(text, "cup__pour")).toBe(true);
  expect(hasMember(text, "cup__sip")).toBe(false);
  expect(hasMember(text, "pot__pour")).toBe(false);
});

test("none of any number of structs that do not end has one", () => {
  expect(hasMember("struct cup { int (*pour)(int); ".repeat(300_000), "cup__pour")).toBe(false);
});
