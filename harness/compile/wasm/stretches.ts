// SPDX-License-Identifier: GPL-2.0-only
import { type Cursor, readLeb } from "./wasm-sections.ts";

/** Bytes of code that may run one after the other before they count: with 256, what is unoptimised took 7 per cent longer. */
const LONGEST = 1024;

const OPCODE = {
  unreachable: 0x00,
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
  br: 0x0c,
  brIf: 0x0d,
  brTable: 0x0e,
  return: 0x0f,
} as const;

/** A block that is open. */
interface Block {
  /** `else` once an `if` has come to it. */
  opcode: number;
  /** Bytes that have run uncounted where it begins, and the most anywhere in it: who leaves it leaves from there. */
  readonly before: number;
  most: number;
  /** Nobody gets to where it begins. */
  readonly isDead: boolean;
  /** Something branches to its end, or to its beginning if it is a loop, or its first part gets to its end. */
  isReached: boolean;
}

/**
 * Finds where a function's code has to be counted so that nobody runs through much of it for nothing, whichever branches are
 * taken: a loop's turn may hold any number of statements. What nobody gets to is not counted: a later tool leaves it out.
 */
export class Stretches {
  /** Byte offsets of instructions to count before. */
  readonly ends: number[] = [];
  readonly #bytes: Uint8Array;
  readonly #longest: number;
  readonly #open: Block[] = [];
  #length = 0;
  #isDead = false;

  /**
   * @param bytes the module
   * @param longest bytes of code that may run one after the other before they count
   */
  constructor(bytes: Uint8Array, longest = LONGEST) {
    this.#bytes = bytes;
    this.#longest = longest;
    this.#begin(OPCODE.block);
  }

  /** Takes the next instruction of the function: from a byte offset to another. */
  read(start: number, end: number): void {
    const opcode = this.#bytes[start]!;
    if (!this.#isDead) this.#length += end - start;
    const block = this.#open.at(-1)!;
    block.most = Math.max(block.most, Math.min(this.#length, this.#longest));
    if (opcode === OPCODE.block || opcode === OPCODE.loop || opcode === OPCODE.if) this.#begin(opcode);
    else if (opcode === OPCODE.else) {
      block.opcode = opcode;
      block.isReached ||= !this.#isDead;
      [this.#length, this.#isDead] = [block.before, block.isDead];
    } else if (opcode === OPCODE.end) this.#end(block);
    else if (opcode >= OPCODE.br && opcode <= OPCODE.brTable) this.#branch(opcode, start);
    if (opcode === OPCODE.br || opcode === OPCODE.brTable) this.#isDead = true;
    if (opcode === OPCODE.return || opcode === OPCODE.unreachable) this.#isDead = true;
    if (this.#length < this.#longest || this.#isDead || this.#open.length === 0) return;
    this.ends.push(end);
    this.#length = 0;
  }

  #begin(opcode: number): void {
    const before = this.#length;
    // each turn of a loop is counted where it begins
    if (opcode === OPCODE.loop) this.#length = 0;
    this.#open.push({ opcode, before, most: this.#length, isDead: this.#isDead, isReached: false });
  }

  #end({ opcode, before, most, isDead, isReached }: Block): void {
    this.#open.pop();
    this.#length = Math.max(before, most);
    // what branches to a loop gets to where it begins; an `if` without an else may pass it by
    const isLeft = opcode === OPCODE.if ? !isDead : isReached && opcode !== OPCODE.loop;
    this.#isDead &&= !isLeft;
    if (this.#isDead) return;
    const outer = this.#open.at(-1);
    if (outer !== undefined) outer.most = Math.max(outer.most, this.#length);
  }

  #branch(opcode: number, start: number): void {
    if (this.#isDead) return;
    const cursor: Cursor = { bytes: this.#bytes, at: start + 1 };
    for (let left = opcode === OPCODE.brTable ? readLeb(cursor) + 1 : 1; left > 0; left--) {
      const target = this.#open.at(-1 - readLeb(cursor));
      if (target !== undefined) target.isReached = true;
    }
  }
}
