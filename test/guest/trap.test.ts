// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import { trapText } from "../../harness/guest/trap.ts";

/** A module of which one byte matters, and an engine's stack that points at it. */
const at = (opcode: number): readonly [string, Uint8Array] => {
  const module = new Uint8Array(0x40);
  module[0x2a] = opcode;
  return ["RuntimeError: words\n    at f (wasm://wasm/1:wasm-function[7]:0x2a)\n    at g", module];
};

describe("what a kernel says of a trap", () => {
  it.each([
    ["i32.load", 0x28, "unable to handle kernel paging request"],
    ["i64.store32", 0x3e, "unable to handle kernel paging request"],
    ["memory.fill", 0xfc, "unable to handle kernel paging request"],
    ["i32.div_s", 0x6d, "divide error"],
    ["i64.rem_u", 0x82, "divide error"],
    ["call_indirect", 0x11, "call through a bad function pointer"],
    ["unreachable", 0x00, "invalid opcode"],
  ] as const)("goes by the instruction: %s", (_, opcode, text) => {
    expect(trapText(...at(opcode))).toBe(text);
  });

  it("is the same of a stack in short form", () => {
    const [, module] = at(0x6d);
    expect(trapText("42 17 3 ", module)).toBe("divide error");
  });

  it("is an invalid opcode if nothing is known of it", () => {
    expect(trapText("", new Uint8Array(4))).toBe("invalid opcode");
    expect(trapText("at f (wasm://wasm/1:wasm-function[7]:0x99)", new Uint8Array(4))).toBe("invalid opcode");
  });
});
