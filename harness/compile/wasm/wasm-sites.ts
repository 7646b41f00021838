// SPDX-License-Identifier: GPL-2.0-only
import { shortName } from "../short-name.ts";
import { RefusedModule } from "./refused-module.ts";
import { Stretches } from "./stretches.ts";
import { type Cursor, readLeb, readName, SECTION_OF_CODE, sectionsOf } from "./wasm-sections.ts";

/** Opcodes by what follows them (WebAssembly core specification, binary format). */
const BLOCK = 0x02;
const LOOP = 0x03;
const IF = 0x04;
const BR_TABLE = 0x0e;
const CALL = 0x10;
const CALL_INDIRECT = 0x11;
const SELECT_TYPED = 0x1c;
const GLOBAL_SET = 0x24;
const FIRST_LOAD = 0x28;
const LAST_STORE = 0x3e;
const PREFIX_FC = 0xfc;

/** Opcodes outside of those ranges that have one LEB128 number behind them. */
const ONE_NUMBER = new Set([
  0x0c, 0x0d, 0x20, 0x21, 0x22, 0x23, 0x25, 0x26, 0x3f, 0x40, 0x41, 0x42, 0xd0, 0xd2,
]);

/** Instructions at which a stack can be looked at: where a call is under way, or where the code can trap. */
const TRAPS = new Set([0x00, 0x6d, 0x6e, 0x6f, 0x70, 0x7f, 0x80, 0x81, 0x82]);

/**
 * Byte offsets of the calls and of the instructions that can trap, function by function, in order. Two modules that
 * differ only in the width of their addresses have the same ones.
 *
 * @throws RefusedModule at an instruction that this reader does not know
 */
export function sitesOf(module: Uint8Array): { readonly calls: number[][]; readonly traps: number[][] } {
  const bodies = readBodies(module);
  return { calls: bodies.map(({ calls }) => calls), traps: bodies.map(({ traps }) => traps) };
}

/** What is of interest in one function's code. */
export interface Body {
  /** Byte offset of its locals, of its first instruction, and of what follows it. */
  readonly locals: number;
  readonly code: number;
  readonly end: number;
  /** How many local variables it has, and places where its control flow may go elsewhere. */
  readonly variables: number;
  forks: number;
  readonly calls: number[];
  readonly traps: number[];
  /** Indices of the functions that it calls. */
  readonly callees: Set<number>;
  /** Byte offset of the first instruction of each loop. */
  readonly loops: number[];
  /** Byte offsets where much code has run without a branch or a call that counts (stretches.ts). */
  readonly stretches: readonly number[];
  /** Each write to a global: which one, and the byte offset of what follows. */
  readonly sets: { readonly global: number; readonly end: number }[];
}

/** @returns the functions that a module defines, in order */
export function readBodies(module: Uint8Array): Body[] {
  const code = sectionsOf(module).find(({ id }) => id === SECTION_OF_CODE);
  const bodies: Body[] = [];
  if (code === undefined) return bodies;
  const cursor: Cursor = { bytes: module, at: code.contents };
  for (let left = readLeb(cursor); left > 0; left--) {
    const size = readLeb(cursor);
    const locals = cursor.at;
    const end = locals + size;
    let variables = 0;
    for (let groups = readLeb(cursor); groups > 0; groups--) {
      variables += readLeb(cursor);
      cursor.at++;
    }
    const stretches = new Stretches(module);
    const body: Body = {
      locals,
      variables,
      code: cursor.at,
      end,
      forks: 0,
      calls: [],
      traps: [],
      callees: new Set(),
      loops: [],
      stretches: stretches.ends,
      sets: [],
    };
    while (cursor.at < end) {
      const start = cursor.at;
      readInstruction(cursor, body, bodies.length);
      stretches.read(start, cursor.at);
    }
    bodies.push(body);
  }
  return bodies;
}

function readInstruction(cursor: Cursor, found: Body, number: number): void {
  const start = cursor.at;
  const opcode = cursor.bytes[cursor.at++]!;
  if (opcode === CALL || opcode === CALL_INDIRECT) found.calls.push(start);
  if (opcode >= BLOCK && opcode <= CALL_INDIRECT) found.forks++;
  if (TRAPS.has(opcode)) found.traps.push(start);
  if (opcode >= BLOCK && opcode <= IF) {
    readLeb(cursor);
    if (opcode === LOOP) found.loops.push(cursor.at);
  } else if (opcode === CALL) found.callees.add(readLeb(cursor));
  else if (opcode === GLOBAL_SET) {
    const global = readLeb(cursor);
    found.sets.push({ global, end: cursor.at });
  } else if (opcode >= FIRST_LOAD && opcode <= LAST_STORE) {
    found.traps.push(start);
    readLeb(cursor);
    readLeb(cursor);
  } else if (opcode === CALL_INDIRECT) {
    readLeb(cursor);
    readLeb(cursor);
  } else if (ONE_NUMBER.has(opcode)) readLeb(cursor);
  else if (opcode === BR_TABLE) for (let n = readLeb(cursor) + 1; n > 0; n--) readLeb(cursor);
  else if (opcode === SELECT_TYPED) for (let n = readLeb(cursor); n > 0; n--) cursor.at++;
  else if (opcode === 0x43) cursor.at += 4;
  else if (opcode === 0x44) cursor.at += 8;
  else if (opcode === PREFIX_FC) skipPrefixed(cursor);
  else if (opcode > 0xc4)
    throw new RefusedModule(`an instruction of kind 0x${opcode.toString(16)} in body ${number}`);
}

function skipPrefixed(cursor: Cursor): void {
  const opcode = readLeb(cursor);
  const numbers = opcode <= 7 ? 0 : [8, 10, 12, 14].includes(opcode) ? 2 : 1;
  for (let n = numbers; n > 0; n--) readLeb(cursor);
}

/**
 * Functions by the byte offset at which their code begins, in order.
 *
 * @returns [offset, name] of each function that the module's name section names
 */
export function functionsOf(module: Uint8Array): [number, string][] {
  const names = functionNames(module);
  const sections = sectionsOf(module);
  const code = sections.find(({ id }) => id === SECTION_OF_CODE);
  if (code === undefined) return [];
  const found: [number, string][] = [];
  const cursor: Cursor = { bytes: module, at: code.contents };
  const count = readLeb(cursor);
  // the name section counts imported functions first
  const imported = Math.max(0, ...names.keys()) + 1 - count;
  for (let i = 0; i < count; i++) {
    const size = readLeb(cursor);
    found.push([cursor.at, names.get(imported + i) ?? "?"]);
    cursor.at += size;
  }
  return found;
}

const CUSTOM_SECTION = 0;
const FUNCTION_NAMES = 1;

function functionNames(module: Uint8Array): Map<number, string> {
  const names = new Map<number, string>();
  for (const { id, contents, end } of sectionsOf(module)) {
    if (id !== CUSTOM_SECTION) continue;
    const cursor: Cursor = { bytes: module, at: contents };
    if (readName(cursor) !== "name") continue;
    while (cursor.at < end) {
      const kind = module[cursor.at++];
      const size = readLeb(cursor);
      const next = cursor.at + size;
      if (kind === FUNCTION_NAMES) {
        for (let left = readLeb(cursor); left > 0; left--) {
          const index = readLeb(cursor);
          names.set(index, shortName(readName(cursor)));
        }
      }
      cursor.at = next;
    }
  }
  return names;
}
