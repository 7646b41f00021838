// SPDX-License-Identifier: GPL-2.0-only
import type { Hunk } from "../../patch/diff/file-patch.ts";
import { isHead, isTellingHead, isWholeHead } from "../../patch/diff/function-head.ts";
import type { TextHeads } from "./text-heads.ts";

/** How a place agrees with the function that a hunk is for. `free`: nothing speaks against it, and nothing for it. */
export type Standing = "named" | "free" | "other";

/**
 * The function that a hunk's first change is in: the last one that begins in the context above it, else the one that
 * stands behind the second `@@`, which is the last that began before the hunk.
 */
export class HunkScope {
  readonly #heads: TextHeads | null;
  readonly #leading: number;
  /** Where in the hunk the function begins; -1 if it is the header that names it. */
  readonly #own: number;
  /** What names it; empty if nothing does, as a label does not. */
  readonly name: string;
  /** The change is where that has ended. */
  readonly #isOutside: boolean;
  #isKnown: boolean | null = null;

  /** @param heads of the text that the hunk is for; null if it has no functions to tell apart */
  constructor({ lines, section }: Hunk, heads: TextHeads | null) {
    const first = lines.findIndex(({ op }) => op !== " ");
    const above = first === -1 ? lines : lines.slice(0, first);
    this.#heads = heads;
    this.#leading = above.length;
    this.#own = above.findLastIndex(({ text }) => isHead(text));
    const named = this.#own === -1 ? section : above[this.#own]!.text;
    this.name = heads !== null && isTellingHead(named.trim()) ? named.trim() : "";
    const ends = above.slice(this.#own + 1).some(({ text }) => text.startsWith("}"));
    this.#isOutside = ends || isWholeHead(this.name);
  }

  /**
   * @param at line of the text where the hunk's first line would be, from 0
   * @param skipped lines of the hunk's beginning that the text does not have there; null if it has all lines of the
   * hunk: then it is enough that the function is not known to be another
   */
  standing(at: number, skipped: number | null): Standing {
    const heads = this.#heads;
    if (heads === null || this.name === "") return "free";
    if (this.#own >= (skipped ?? 0)) return "named";
    const change = at + this.#leading;
    if (heads.isIn(this.name, change)) return "named";
    if (heads.isOutside(change) && (skipped === null || this.#isOutside)) return "free";
    this.#isKnown ??= heads.has(this.name);
    return skipped === null && !this.#isKnown ? "free" : "other";
  }

  /** True if the first change would be in the same function at two places. */
  isSameBody(at: number, other: number): boolean {
    return this.#heads === null || this.#heads.isSameBody(at + this.#leading, other + this.#leading);
  }

  /** @returns the head of what a place is in; empty if it is in nothing */
  headAt(at: number): string {
    return this.#heads?.textBefore(at + this.#leading)?.trim() ?? "";
  }
}
