// SPDX-License-Identifier: GPL-2.0-only
import { textAt } from "./text-at.ts";

/** A module's memory, as far as it is read here. */
export interface ModuleMemory {
  readonly u8: Uint8Array;
  readonly u32: Uint32Array;
  /** Bytes of a pointer: what is wider is handed over by its address. */
  readonly pointerBytes: 4 | 8;
}

/** A register's value: lower and upper half. */
export type Halves = readonly [number, number];

type Say = (a: string, b: string) => string;

/** What is said, and which of the types behind the location are those of the two values; a pointer has none. */
const KINDS: readonly { readonly say: Say; readonly types: readonly number[] }[] = [
  { say: (index) => `index ${index} is out of range`, types: [1] },
  { say: (value, by) => `shift of ${value} by ${by}`, types: [0, 1] },
  { say: (pointer) => `misaligned pointer ${pointer}`, types: [] },
  { say: (value) => `load of ${value}, which is no bool`, types: [0] },
  { say: (value, by) => `division of ${value} by ${by}`, types: [0, 0] },
  { say: (bound) => `array of ${bound} elements`, types: [0] },
];

/** The kind whose first value is a pointer, by its number in csrc/asan/asan.c. */
export const MISALIGNED = 2;

/**
 * What C leaves undefined, in words, with file:line:column as the compiler laid them down.
 *
 * @param kind number of the handler (csrc/asan/asan.c)
 * @param place linear address of {file, line, column}, followed by the types of the values
 */
export function undefinedBehaviour(
  memory: ModuleMemory,
  kind: number,
  place: number,
  a: Halves,
  b: Halves,
): string {
  const { u32, pointerBytes } = memory;
  const word = (place + pointerBytes) >> 2;
  const file = textAt(memory.u8, u32[place >> 2]!);
  // in this tool's own code, which kernel code called with it
  const where = file.startsWith("csrc/") ? "" : ` (${file}:${u32[word]}:${u32[word + 1]})`;
  const { say, types } = KINDS[kind]!;
  const typeAt = (n: number): number => u32[(place + pointerBytes + 8 + types[n]! * pointerBytes) >> 2]!;
  const [left, right] = [a, b].map((halves, n) =>
    types[n] === undefined ? inWords(join(halves)) : inWords(numberAt(memory, typeAt(n), halves)),
  ) as [string, string];
  return `${say(left, right)}${where}`;
}

const join = ([lo, hi]: Halves): bigint => (BigInt(hi) << 32n) | BigInt(lo);

/** @param type linear address of {kind, width and sign, name} */
function numberAt({ u8, u32, pointerBytes }: ModuleMemory, type: number, halves: Halves): bigint {
  const info = u8[type + 2]! | (u8[type + 3]! << 8);
  const bits = 1 << (info >> 1);
  const at = halves[0] >> 2;
  const raw = bits > 8 * pointerBytes ? join([u32[at]!, u32[at + 1]!]) : join(halves);
  return (info & 1) === 1 ? BigInt.asIntN(bits, raw) : BigInt.asUintN(bits, raw);
}

function inWords(value: bigint): string {
  if (value > -4096n && value < 4096n) return `${value}`;
  return value < 0n ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
}
