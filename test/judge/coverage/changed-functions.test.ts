// SPDX-License-Identifier: GPL-2.0-only
import { expect, it } from "vitest";
import { changedFunctions } from "../../../harness/judge/coverage/changed-functions.ts";

const changed = (before: string, after: string): string[] => {
  const [left, right] = [before, after].map((text) => new Map([["a.c", text]])) as [
    Map<string, string>,
    Map<string, string>,
  ];
  return [...changedFunctions(left, right)].sort();
};

const BODY = "int f(void) { return N; }\nint g(void) { return 2; }\n";

it("a function counts as changed if its text differs, and not for white space or its place", () => {
  expect(changed("int f(void) { return 1; }", "int f(void) { return 2; }")).toEqual(["f"]);
  expect(changed("int f(void) { return 1; }", "\n\nint f(void)\n{\n\treturn 1;\n}\n")).toEqual([]);
});

it("a function counts as changed if it uses a macro, a type or a table that does", () => {
  expect(changed(`#define N 1\n${BODY}`, `#define N 2\n${BODY}`)).toEqual(["f"]);
  const user = "int f(struct s *s) { return sizeof(struct s); }\nint g(void) { return 0; }\n";
  expect(changed(`struct s { int a; };\n${user}`, `struct s { int a, b; };\n${user}`)).toEqual(["f"]);
  const table = "static const int t[] = { 1 };\nint f(void) { return t[0]; }\n";
  expect(changed(table, table.replace("{ 1 }", "{ 2 }"))).toEqual(["f"]);
});

it("a function that only one side has counts as changed", () => {
  expect(changed("int f(void) { return 1; }", "")).toEqual(["f"]);
});

it("a macro has all of its lines, however many", () => {
  expect(changed(`#define N \\\n${"\\\n".repeat(4_500_000)}1\n${BODY}`, BODY)).toEqual(["f"]);
  expect(
    changed("#define M 1 \\\n#define N 1\nint f(void) { return N; }", "int f(void) { return N; }"),
  ).toEqual([]);
});
