// SPDX-License-Identifier: GPL-2.0-only
import { exportsOf, globalsOf, importsOf, KIND, VALUE } from "./module-tables.ts";
import { RefusedModule } from "./refused-module.ts";
import { SECTION_OF_CODE, sectionsOf } from "./wasm-sections.ts";
import { type Body, readBodies } from "./wasm-sites.ts";

const OPCODE = {
  if: 0x04,
  end: 0x0b,
  call: 0x10,
  getGlobal: 0x23,
  setGlobal: 0x24,
  constant: { [VALUE.i32]: 0x41, [VALUE.i64]: 0x42 },
  lessUnsigned: { [VALUE.i32]: 0x49, [VALUE.i64]: 0x54 },
  lessSigned: 0x48,
  subtract: 0x6b,
} as const;
const NO_RESULT = 0x40;

/** A module that counts its work. */
export interface Counted {
  readonly wasm: Uint8Array<ArrayBuffer>;
  /** @returns the byte offset of what was at an offset before; what was put in there comes behind it */
  readonly moved: (offset: number) => number;
}

/** Bytes that are put before an offset. */
type Insertion = readonly [number, readonly number[]];

/**
 * Makes each call of a function, each turn of a loop and each stretch of code cost a unit of the work that a call may do (`hb_work_left`), beside what
 * the compiler has counted of edges, and looks after each move of the stack of C whether it runs into what lies below. An attribute
 * can take a function out of the compiler's counters, in honest code as well, and one call of them in a branch that never runs
 * would look as if it were in: the finished code is what no text can take itself out of. Functions from `hb_uncounted` on are the
 * runtime's own (csrc/runtime/work.s).
 *
 * @param module a linked module that has the functions and globals of csrc/runtime/work.s
 * @throws RefusedModule at an instruction that the reader does not know, or a function that is too large for an engine; Error if
 * it does not have them
 */
export function countWork(module: Uint8Array): Counted {
  const own = ownOf(module);
  const insertions: Insertion[] = [];
  const bodies = readBodies(module);
  for (const [number, body] of bodies.entries()) refuseTooLarge(number, body);
  for (const body of bodies.slice(0, own.firstUncounted)) {
    for (const at of [body.code, ...body.loops, ...body.stretches]) insertions.push([at, own.count]);
    for (const { global, end } of body.sets)
      if (global === own.stackPointer) insertions.push([end, own.look]);
  }
  insertions.sort(([a], [b]) => a - b);
  return rebuilt(module, bodies, insertions);
}

/**
 * An engine remembers at each fork of control flow where each local variable is. Those of honest code, instrumented, come to under
 * a million; of 200 million, 10 GB of memory were seen.
 */
const MOST_REMEMBERED = 4_000_000;

function refuseTooLarge(number: number, { variables, forks }: Body): void {
  if (variables * forks > MOST_REMEMBERED)
    throw new RefusedModule(
      `too large for an engine: ${variables} variables, ${forks} branches in body ${number}`,
    );
}

/** What is put in, and where the runtime's own functions begin. */
function ownOf(module: Uint8Array): {
  readonly count: readonly number[];
  readonly look: readonly number[];
  readonly stackPointer: number;
  readonly firstUncounted: number;
} {
  const all = exportsOf(module);
  const imports = importsOf(module).filter(({ kind }) => kind === KIND.function);
  const exported = (name: string, kind: number): number => {
    const found = all.find((one) => one.name === name && one.kind === kind);
    if (found === undefined) throw new Error(`the module does not export ${name}`);
    return found.index;
  };
  const imported = (name: string): number => {
    const found = imports.find((one) => one.name === name && one.module === "env");
    if (found === undefined) throw new Error(`the module does not import ${name}`);
    return found.index;
  };
  const globals = globalsOf(module);
  const global = (name: string) => {
    const index = exported(name, KIND.global);
    return globals.find((one) => one.index === index)!;
  };
  const left = leb(global("hb_work_left").index);
  const stack = global("__stack_pointer");
  const end = global("__data_end");
  const type = stack.type === VALUE.i64 ? VALUE.i64 : VALUE.i32;
  const call = (index: number): number[] => [OPCODE.if, NO_RESULT, OPCODE.call, ...leb(index), OPCODE.end];
  const taken = [OPCODE.getGlobal, ...left];
  return {
    count: [
      ...[...taken, OPCODE.constant[VALUE.i32], 1, OPCODE.lessSigned, ...call(imported("hb_out_of_work"))],
      ...[...taken, OPCODE.constant[VALUE.i32], 1, OPCODE.subtract, OPCODE.setGlobal, ...left],
    ],
    look: [
      ...[OPCODE.getGlobal, ...leb(stack.index), OPCODE.constant[type], ...signedLeb(end.value)],
      ...[OPCODE.lessUnsigned[type], ...call(imported("hb_out_of_stack"))],
    ],
    stackPointer: stack.index,
    firstUncounted: exported("hb_uncounted", KIND.function) - imports.length,
  };
}

function rebuilt(module: Uint8Array, bodies: readonly Body[], insertions: readonly Insertion[]): Counted {
  const code = sectionsOf(module).find(({ id }) => id === SECTION_OF_CODE)!;
  const parts: Uint8Array[] = [leb(bodies.length)];
  const moves: Move[] = [];
  let length = parts[0]!.length;
  let next = 0;
  for (const { locals, end } of bodies) {
    const own: { readonly from: number; readonly bytes: Uint8Array; readonly before: Uint8Array }[] = [];
    let from = locals;
    let before: Uint8Array = NOTHING;
    for (let one = insertions[next]; one !== undefined && one[0] < end; one = insertions[++next]) {
      own.push({ from, bytes: module.subarray(from, one[0]), before });
      [from, before] = [one[0], new Uint8Array(one[1])];
    }
    own.push({ from, bytes: module.subarray(from, end), before });
    const size = leb(own.reduce((sum, one) => sum + one.before.length + one.bytes.length, 0));
    parts.push(size);
    length += size.length;
    for (const piece of own) {
      length += piece.before.length;
      moves.push({ from: piece.from, to: length, isFirst: piece.from === locals });
      length += piece.bytes.length;
      parts.push(piece.before, piece.bytes);
    }
  }
  const size = leb(length);
  const start = code.start + 1 + size.length;
  const [head, rest] = [module.subarray(0, code.start + 1), module.subarray(code.end)];
  const wasm = new Uint8Array(Buffer.concat([head, size, ...parts, rest]));
  return { wasm, moved: (offset) => start + movedBy(moves, offset) };
}

const NOTHING = new Uint8Array();

/** A piece of a function: where it was in the module, and where it is in the new code section. */
interface Move {
  readonly from: number;
  readonly to: number;
  /** Its function begins with it. */
  readonly isFirst: boolean;
}

function movedBy(moves: readonly Move[], offset: number): number {
  let [low, high] = [0, moves.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const { from, isFirst } = moves[middle]!;
    // right where something was put in, the end of the piece before is meant
    if (isFirst ? from <= offset : from < offset) low = middle;
    else high = middle - 1;
  }
  const { from, to } = moves[low]!;
  return to + offset - from;
}

/** LEB128 of a number that is not negative. */
function leb(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return new Uint8Array([...bytes, rest]);
    bytes.push((rest % 128) | 0x80);
  }
}

/** Signed LEB128 of a number that is not negative. */
function signedLeb(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 64) return new Uint8Array([...bytes, rest]);
    bytes.push((rest % 128) | 0x80);
  }
}
