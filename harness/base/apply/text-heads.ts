// SPDX-License-Identifier: GPL-2.0-only

import { isHead, isSameHead, isWholeHead } from "../../patch/diff/function-head.ts";
import { HeadNames } from "../../patch/diff/head-names.ts";

/** Which function each place of a C file is in, told as diff and git tell it: by the beginnings of lines. */
export class TextHeads {
  readonly #lines: readonly string[];
  /** Index of the last head before each line, -1 if there is none; one more entry than there are lines. */
  readonly #before: Int32Array;
  /** 1 where what that head began has ended, or nothing began. */
  readonly #ended: Uint8Array;
  #named: HeadNames | null = null;

  constructor(lines: readonly string[]) {
    this.#lines = lines;
    this.#before = new Int32Array(lines.length + 1);
    this.#ended = new Uint8Array(lines.length + 1);
    let head = -1;
    let isOpened = false;
    let hasEnded = true;
    for (const [i, line] of lines.entries()) {
      if (isHead(line)) {
        head = i;
        isOpened = line.includes("{");
        hasEnded = isWholeHead(line);
      } else if (/^\{|\{\s*$/.test(line)) isOpened = true;
      // a declaration of several lines has no body
      else if (line.startsWith("}") || (!isOpened && isWholeHead(line))) hasEnded = true;
      this.#before[i + 1] = head;
      this.#ended[i + 1] = hasEnded ? 1 : 0;
    }
    this.#before[0] = -1;
    this.#ended[0] = 1;
  }

  /** @returns the last head before a line, by its index; null if there is none */
  textBefore(at: number): string | null {
    const head = this.#before[at] ?? -1;
    return head === -1 ? null : this.#lines[head]!;
  }

  /** True if the last head before a line is what a hunk names. */
  isIn(named: string, at: number): boolean {
    const head = this.textBefore(at);
    return head !== null && isSameHead(named, head);
  }

  /** True if no function and no other body is open before a line. */
  isOutside(at: number): boolean {
    return this.#ended[at] !== 0;
  }

  /** True if two places have the same head before them. */
  isSameBody(at: number, other: number): boolean {
    return this.#before[at] === this.#before[other];
  }

  /** True if the file has a function, or another body, that a hunk may name so. */
  has(named: string): boolean {
    this.#named ??= new HeadNames(this.#lines.filter((line) => isHead(line) && !isWholeHead(line)));
    return this.#named.has(named);
  }
}
