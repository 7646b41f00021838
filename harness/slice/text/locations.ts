// SPDX-License-Identifier: GPL-2.0-only
import type { Tokens } from "./lex.ts";

/** A place as the line markers tell it. */
export interface Location {
  /** As the marker has it, unescaped; "" before the first marker. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** A marker with a longer name is none: no path is, and an expression for it takes an engine's stack for each character. */
const LONGEST = 20_000;

/** Tells places in preprocessed text by its line markers, `# N "file" flags`. */
export class Locations {
  /** The first file that a marker names, but for the preprocessor's own `<…>`: the unit's .c file. */
  readonly mainFile: string;
  readonly #newlines: readonly number[];
  /** Of each marker: the index of the text line behind it, the number that it gives to that line, and its file. */
  readonly #index: number[] = [];
  readonly #number: number[] = [];
  readonly #file: string[] = [];

  constructor({ text, directives, newlines }: Tokens) {
    this.#newlines = newlines;
    const files = new Map<string, string>();
    for (let i = 0; i < directives.length; i += 2) {
      const match = /^#[ \t]*(?:line[ \t]+)?(\d{1,9})[ \t]+"((?:[^"\\]|\\.)*)"/.exec(
        text.slice(directives[i], Math.min(directives[i + 1]!, directives[i]! + LONGEST)),
      );
      if (match === null) continue;
      const raw = match[2]!;
      if (!files.has(raw)) files.set(raw, raw.replace(/\\(.)/g, "$1"));
      this.#index.push(upTo(newlines, directives[i]!) + 1);
      this.#number.push(Number(match[1]));
      this.#file.push(files.get(raw)!);
    }
    this.mainFile = this.#file.find((file) => !file.startsWith("<")) ?? "";
  }

  at(offset: number): Location {
    const line = upTo(this.#newlines, offset);
    const marker = upTo(this.#index, line + 1) - 1;
    if (marker < 0) return { file: "", line: line + 1 };
    return { file: this.#file[marker]!, line: this.#number[marker]! + line - this.#index[marker]! };
  }
}

/** How many of the ascending numbers are less than `limit`. */
function upTo(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
