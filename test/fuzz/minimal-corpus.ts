// SPDX-License-Identifier: GPL-2.0-only
import type { CoverageMap } from "./coverage-map.ts";
import { outcomeOf } from "./outcome.ts";
import type { Target } from "./target.ts";

/** Characters of what is kept for one target: a repository is no place for more. */
const MOST = 20_000;

/**
 * Of the inputs that were found, some few short ones that take all ways which the others take, and the given ones do not.
 *
 * @param given inputs that are kept already
 * @param begins told of each input before it is run
 */
export async function minimalCorpus(
  target: Target,
  coverage: CoverageMap,
  given: readonly string[],
  found: readonly string[],
  begins: (input: string) => void,
): Promise<string[]> {
  const waysOf = async (input: string): Promise<number[]> => {
    begins(input);
    coverage.clear();
    await outcomeOf(target, Buffer.from(input, "latin1"));
    return coverage.taken();
  };
  const taken = new Set<number>();
  for (const input of given) for (const way of await waysOf(input)) taken.add(way);
  const kept: string[] = [];
  let room = MOST;
  for (const input of found.toSorted((a, b) => a.length - b.length)) {
    const own = (await waysOf(input)).filter((way) => !taken.has(way));
    if (own.length === 0) continue;
    const small = await withoutNeedless(input, async (text) => {
      const ways = new Set(await waysOf(text));
      return own.every((way) => ways.has(way));
    });
    room -= small.length;
    if (room < 0) break;
    for (const way of await waysOf(small)) taken.add(way);
    kept.push(small);
  }
  return kept;
}

/** Takes lines, and then parts of them, out of a text as long as it does the same. */
async function withoutNeedless(input: string, isSame: (text: string) => Promise<boolean>): Promise<string> {
  let pieces = input.split(/(?<=\n)/);
  for (let size = pieces.length; size > 0; size >>= 1) {
    for (let at = 0; at < pieces.length; ) {
      const without = pieces.toSpliced(at, size);
      if (await isSame(without.join(""))) pieces = without;
      else at += size;
    }
  }
  let text = pieces.join("");
  for (let size = Math.min(64, text.length >> 1); size > 3; size >>= 1) {
    for (let at = 0; at < text.length; ) {
      const without = text.slice(0, at) + text.slice(at + size);
      if (await isSame(without)) text = without;
      else at += size;
    }
  }
  return text;
}
