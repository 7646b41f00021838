// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from "vitest";
import { withVariableNames } from "../../../harness/compile/lines/variable-names.ts";

const named = (wasm: string, ...texts: readonly string[]): string =>
  Buffer.from(withVariableNames(new Uint8Array(Buffer.from(wasm, "latin1")), texts)).toString("latin1");

test("a number that the compiler appended to a name goes, and nothing moves", () => {
  expect(named("\xff----op12@f\0----op@f\0x", "int op;")).toBe("\xff----op@f\0\0\0----op@f\0x");
});

test("a number that the text has stays", () => {
  expect(named("----op2@f\0", "int a;", "int op2;")).toBe("----op2@f\0");
  // another name, of which it is only the end
  expect(named("----op2@f\0", "int drop2;")).toBe("----op@f\0\0");
});

test("a variable of a function that became part of its caller has its own name", () => {
  expect(named("----op.i@f\0----op4.i.i17@f\0", "")).toBe("----op@f\0\0\0----op@f\0".padEnd(27, "\0"));
});

test("names that a macro counts have no number, though the text has one", () => {
  expect(named("----__UNIQUE_ID_x17@f\0", "int __UNIQUE_ID_x17;")).toBe("----__UNIQUE_ID_x@f\0\0\0");
});

test("a value of the compiler's own keeps the dot that tells it from a variable", () => {
  expect(named("----agg.tmp12@f\0----n.addr@f\0", "")).toBe("----agg.tmp@f\0\0\0----n.addr@f\0");
});

test("a function's name keeps its number", () => {
  expect(named("----op@f32\0----op3@f32\0", "")).toBe("----op@f32\0----op@f32\0\0");
});

test("what is no description stays as it is", () => {
  const text = "---op3@f\0 op3@f\0 ----op3 f\0";
  expect(named(text, "")).toBe(text);
});
