// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it, test } from "vitest";
import type { Build } from "../../../harness/compile/build-side.ts";
import { codeSectionOffset, sectionsOf, withoutDebug } from "../../../harness/compile/wasm/wasm-sections.ts";
import { sitesOf } from "../../../harness/compile/wasm/wasm-sites.ts";
import { loadCatalogue } from "../../../harness/scenario/load-catalogue.ts";
import { runScenario } from "../../../harness/scenario/run-scenario.ts";
import { buildGuests } from "../../scenario/guests.ts";

const CALL = 0x10;
const CALL_INDIRECT = 0x11;

/** A module with functions of these bodies, each after its (empty) list of locals. */
function moduleOf(...bodies: readonly (readonly number[])[]): Uint8Array {
  const functions = bodies.flatMap((body) => [body.length + 2, 0, ...body, 0x0b]);
  const code = [bodies.length, ...functions];
  return new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 10, code.length, ...code]);
}

/** Byte offset of the first function's first instruction in such a module. */
const FIRST = 8 + 2 + 1 + 2;

describe.each(["x86_64", "x86_32-pae-highmem"] as const)("the sites of a module for %s", async (config) => {
  const guests = await buildGuests([config]);
  const { module } = guests.builds.find(({ side }) => side === "after") as Build;
  const { calls, traps } = sitesOf(module!);
  const scenario = loadCatalogue().find(({ id }) => id === "user-map-several-pages")!;

  it("of calls are calls", () => {
    const opcodes = new Set(calls.flat().map((at) => module![at]));
    expect(opcodes).toEqual(new Set([CALL, CALL_INDIRECT]));
  });

  it("are in order, function by function", () => {
    for (const sites of [calls.flat(), traps.flat()]) {
      expect(sites.length).toBeGreaterThan(500);
      expect(sites).toEqual(sites.toSorted((a, b) => a - b));
    }
  });

  it("hold every place at which the engine says that a call is under way", () => {
    const known = new Set(calls.flat());
    const { stacks } = runScenario(guests.get(config, "after", scenario), scenario, {
      stacks: "all",
      probes: false,
    });
    const seen = new Set(stacks.flatMap((stack) => stack.match(/\d+/g)?.map(Number) ?? []));
    expect(seen.size).toBeGreaterThan(30);
    expect([...seen].filter((at) => !known.has(at))).toEqual([]);
  });
});

test("immediates that look like calls are not calls", () => {
  const body = [
    ...[0x41, 0x10], // i32.const 16
    ...[0x42, 0x91, 0x90, 0x10], // i64.const of three bytes
    ...[0x43, 0x10, 0x10, 0x11, 0x11], // f32.const
    ...[0x44, 0x10, 0x11, 0x10, 0x11, 0x10, 0x11, 0x10, 0x11], // f64.const
    ...[0x28, 0x02, 0x10], // i32.load offset=16
    ...[0x0e, 0x02, 0x10, 0x11, 0x10], // br_table
    ...[0xfc, 0x0b, 0x10], // memory.fill
    ...[0xfc, 0x0a, 0x10, 0x11], // memory.copy
    ...[0x02, 0x40, 0x0b], // block end
    ...[0x11, 0x10, 0x10], // call_indirect type 16
    ...[0x10, 0x10], // call 16
  ];
  const { calls, traps } = sitesOf(moduleOf(body, [0x00]));
  const end = FIRST + body.length;
  expect(calls).toEqual([[end - 5, end - 2], []]);
  // the load, and the second function's unreachable behind its size and its locals
  expect(traps).toEqual([[FIRST + 2 + 4 + 5 + 9], [end + 3]]);
});

test("an instruction that is not known is an error, not a guess", () => {
  expect(() => sitesOf(moduleOf([0xfd, 0x10]))).toThrow(`an instruction of kind 0xfd in body 0`);
});

test("a module without code has no sites, and no offset of its code", () => {
  const empty = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
  expect(sitesOf(empty)).toEqual({ calls: [], traps: [] });
  expect(() => codeSectionOffset(empty)).toThrow("a module without code");
});

test("sections of DWARF are taken out, and nothing else", () => {
  const custom = (name: string): number[] => [0, name.length + 2, name.length, ...Buffer.from(name), 7];
  const head = [...moduleOf([0x00])];
  const all = new Uint8Array([
    ...head,
    ...custom(".debug_line"),
    ...custom("name"),
    ...custom(".debug_info"),
  ]);
  expect([...withoutDebug(all)]).toEqual([...head, ...custom("name")]);
  expect(sectionsOf(all).map(({ id }) => id)).toEqual([10, 0, 0, 0]);
});
