// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import { Stretches } from "../../../harness/compile/wasm/stretches.ts";

const NOP = 0x01;
const [BLOCK, LOOP, IF, ELSE, END] = [[0x02, 0x40], [0x03, 0x40], [0x04, 0x40], [0x05], [0x0b]] as const;
const [BR, BR_IF, RETURN] = [[0x0c, 0], [0x0d, 0], [0x0f]] as const;
const nops = (count: number): number[][] => Array.from({ length: count }, () => [NOP]);

/** Where code is counted, of a function's instructions: the number of each before which it is. */
function countedAt(...code: readonly (readonly number[])[]): number[] {
  const whole = [...code, END];
  const stretches = new Stretches(Uint8Array.from(whole.flat()), 256);
  const starts: number[] = [];
  let at = 0;
  for (const one of whole) {
    starts.push(at);
    stretches.read(at, at + one.length);
    at += one.length;
  }
  return stretches.ends.map((end) => starts.indexOf(end));
}

describe("straight code", () => {
  it("is counted each time that much of it has run", () => {
    expect(countedAt(...nops(255))).toEqual([]);
    expect(countedAt(...nops(600))).toEqual([256, 512]);
  });

  it("is counted on whatever way it is run", () => {
    // each way through has 200 or 201 bytes before the end, and 100 behind it
    const [one] = countedAt(IF, ...nops(200), ELSE, ...nops(10), END, ...nops(100));
    expect(one).toBeGreaterThan(212);
    expect(one).toBeLessThan(212 + 60);
    // who leaves the block has run 200 bytes, though its end was counted just before
    const [inside, behind] = countedAt(BLOCK, ...nops(200), BR_IF, ...nops(60), END, ...nops(100));
    expect(inside).toBeLessThan(262);
    expect(behind).toBeLessThan(330);
  });

  it("begins anew in a loop, each turn of which is counted", () => {
    expect(countedAt(...nops(200), LOOP, ...nops(100), END)).toEqual([]);
  });
});

describe("code that nobody gets to is not counted", () => {
  it.each([
    ["behind a return", [RETURN, ...nops(600)]],
    ["behind a block that nobody leaves", [BLOCK, RETURN, END, ...nops(600)]],
    ["behind a loop that nobody leaves", [LOOP, BR, END, ...nops(600)]],
    ["behind two ways that go elsewhere", [IF, RETURN, ELSE, RETURN, END, ...nops(600)]],
  ])("%s", (_, code) => {
    expect(countedAt(...code)).toEqual([]);
  });

  it.each([
    ["behind a block that is left", [BLOCK, BR_IF, RETURN, END, ...nops(600)]],
    ["behind one way of two", [IF, RETURN, ELSE, END, ...nops(600)]],
    ["where one may not go", [IF, RETURN, END, ...nops(600)]],
  ])("but it is %s", (_, code) => {
    expect(countedAt(...code).length).toBe(2);
  });
});
