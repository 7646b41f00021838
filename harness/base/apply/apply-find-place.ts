// SPDX-License-Identifier: GPL-2.0-only
import type { HunkScope } from "./apply-hunk-scope.ts";
import { isDoubled } from "./apply-is-doubled.ts";

/** A hunk as it is looked for. Lines are numbers that are equal when lines are. */
export interface Pattern {
  /** Its lines before the change and after it. */
  readonly olds: Int32Array;
  readonly news: Int32Array;
  /** Context lines before the first change and after the last. */
  readonly leading: number;
  readonly trailing: number;
  /** What it adds, run by run, with the number of old lines before each; blanks and braces alone are no run. */
  readonly added: readonly AddedRun[];
  readonly removes: boolean;
  /** Its context says that it belongs to that end of the file: nothing above or below could be more context. */
  readonly atStart: boolean;
  readonly atEnd: boolean;
  readonly scope: HunkScope;
}

/** Lines that a hunk adds in one place. */
export interface AddedRun {
  readonly before: number;
  readonly ids: readonly number[];
}

/** Where a pattern was found. */
export interface Place {
  /** Index in the file of the pattern's first line, dropped context counted. */
  readonly at: number;
  /** Context lines dropped at either end. */
  readonly skipStart: number;
  readonly skipEnd: number;
  readonly fuzz: number;
}

/** What came of the search: a place, the result of the hunk that is there already, or what speaks against all places. */
export type Found =
  | { readonly kind: "place"; readonly place: Place }
  | { readonly kind: "there"; readonly at: number }
  /** It fits at `at`, but that is in another function than the one that it is for. */
  | { readonly kind: "misplaced"; readonly at: number }
  /** With fuzz it fits at both, and nothing tells which is meant. */
  | { readonly kind: "ambiguous"; readonly at: number; readonly other: number }
  | { readonly kind: "nowhere" };

/** A number of line comparisons that may still be made: hostile patches must not take hours. */
export interface Budget {
  left: number;
}

/** Where and how to look. */
export interface Search {
  readonly file: Int32Array;
  /** Where the hunk's header says, shifted as the hunks before were. */
  readonly stated: number;
  /** The first line that no hunk before it has used. */
  readonly min: number;
  readonly maxFuzz: number;
  readonly budget: Budget;
}

/**
 * Finds where a hunk belongs: at the stated line if all lines match there, else at the nearest place of the function
 * that it is for, else at the nearest place that is in no other one; then with ever more context lines dropped, and only
 * in that function and if no other place there would do as well. What is found may also be its result: a change is not
 * made twice.
 */
export function findPlace(pattern: Pattern, search: Search): Found {
  const exact = findExact(pattern, search);
  if (exact !== null) return exact;
  for (const cut of cuts(pattern, search)) {
    const fits = fitsOf(pattern, search, cut);
    const isRight = (at: number): boolean => pattern.scope.standing(at, cut.skipStart) !== "other";
    const at = nearest(search, cut, (one) => fits(one) && isRight(one));
    if (at === null) continue;
    const other = nearest(search, cut, (one) => one !== at && fits(one) && isRight(one));
    if (other !== null && !isClear(search.stated, at, other)) return { kind: "ambiguous", at, other };
    return isThere(pattern, search, at, cut)
      ? { kind: "there", at }
      : { kind: "place", place: { at, ...cut } };
  }
  // all lines and the line's number agree: then it is the name that is wrong
  if (pattern.olds.length > 0 && fitsOf(pattern, search, WHOLE)(search.stated)) return placed(search.stated);
  return explain(pattern, { ...search, budget: { left: EXPLAIN_EFFORT } });
}

/** Line comparisons spent at most on finding out why a hunk fits nowhere. */
const EXPLAIN_EFFORT = 20_000_000;

function explain(pattern: Pattern, search: Search): Found {
  const done = nearest(search, WHOLE, (at) => isNewAt(pattern, search, at));
  if (done !== null) return there(done);
  for (const cut of [WHOLE, ...cuts(pattern, search)]) {
    const at = nearest(search, cut, fitsOf(pattern, search, cut));
    if (at !== null) return { kind: "misplaced", at };
  }
  return { kind: "nowhere" };
}

/** Of two places that fit with fuzz, one has to be much nearer to the stated line. */
const isClear = (stated: number, at: number, other: number): boolean =>
  4 * Math.abs(at - stated) <= Math.abs(other - stated);

type Cut = Omit<Place, "at">;

const WHOLE: Cut = { fuzz: 0, skipStart: 0, skipEnd: 0 };

/** Some context is left at each end that has any: a changed line alone may be anywhere. */
function cuts({ leading, trailing }: Pattern, { maxFuzz }: Search): Cut[] {
  const most = Math.min(maxFuzz, Math.max(leading, trailing) - 1);
  return Array.from({ length: Math.max(0, most) }, (_, i) => {
    const cut = (context: number): number => Math.min(i + 1, Math.max(0, context - 1));
    return { fuzz: i + 1, skipStart: cut(leading), skipEnd: cut(trailing) };
  });
}

function findExact(pattern: Pattern, search: Search): Found | null {
  const { olds, added, scope } = pattern;
  const { stated } = search;
  const isOld = fitsOf(pattern, search, WHOLE);
  const isNew = (at: number): boolean => isNewAt(pattern, search, at);
  const standing = (at: number) => scope.standing(at, null);
  const here = isOld(stated);
  if (here && standing(stated) !== "other") return placed(stated);
  // without any context it can be nowhere else
  if (olds.length === 0) return here ? { kind: "misplaced", at: stated } : null;
  if (!here && isNew(stated)) return there(stated);
  for (const wanted of here ? (["named"] as const) : (["named", "free"] as const)) {
    // nothing that a hunk takes away is there once it is gone, so what is left of it says little elsewhere
    const isEither = (at: number): boolean =>
      (isOld(at) || (added.length > 0 && !pattern.atEnd && isNew(at))) && standing(at) === wanted;
    const at = wanted === "named" && scope.name === "" ? null : nearest(search, WHOLE, isEither);
    if (at !== null) return isOld(at) && !isTwice(pattern, search, at) ? placed(at) : there(at);
  }
  return null;
}

/** True if the result of a hunk is at a place, and that is in no other function. */
function isNewAt({ news, scope }: Pattern, search: Search, at: number): boolean {
  if (news.length === 0 || at < search.min || at + news.length > search.file.length) return false;
  return matches(search, news, at, 0, news.length) && scope.standing(at, null) !== "other";
}

const placed = (at: number): Found => ({ kind: "place", place: { at, ...WHOLE } });
const there = (at: number): Found => ({ kind: "there", at });

/** Whether the lines of a hunk match at a place, and it may be there by what its context says of the file's ends. */
function fitsOf(
  pattern: Pattern,
  search: Search,
  { skipStart, skipEnd, fuzz }: Cut,
): (at: number) => boolean {
  const { olds, leading, trailing, atStart, atEnd } = pattern;
  const { file, stated, min } = search;
  const length = olds.length - skipEnd;
  const last = file.length - length;
  const isBound = fuzz < Math.abs(leading - trailing);
  return (at) => {
    if (at < min - skipStart || at > last) return false;
    if (at !== stated && isBound && ((atStart && at !== 0) || (atEnd && at !== last))) return false;
    return matches(search, olds, at, skipStart, length);
  };
}

/** True if a hunk that fits at a place with fuzz has its result there as well, or elsewhere in the same function. */
function isThere(pattern: Pattern, search: Search, at: number, { skipStart, skipEnd }: Cut): boolean {
  const { news, added, scope } = pattern;
  if (added.length === 0) return false;
  if (isTwice(pattern, search, at)) return true;
  const length = news.length - skipEnd;
  for (let one = -skipStart; one + length <= search.file.length; one++) {
    if (matches(search, news, one, skipStart, length) && scope.isSameBody(at, one)) return true;
  }
  return false;
}

/** True if all that a hunk adds stands beside the places already where it would go. */
function isTwice({ added, removes }: Pattern, { file }: Search, at: number): boolean {
  if (removes || added.length === 0) return false;
  return added.every(({ before, ids }) => isDoubled(file, at + before, ids));
}

function nearest(
  { file, stated, min, budget }: Search,
  { skipStart }: Cut,
  fits: (at: number) => boolean,
): number | null {
  const low = min - skipStart;
  const high = file.length;
  const guess = Math.min(Math.max(stated, low), high);
  const reach = Math.max(guess - low, high - guess);
  for (let offset = 0; offset <= reach && budget.left > 0; offset++) {
    if (fits(guess + offset)) return guess + offset;
    if (offset > 0 && fits(guess - offset)) return guess - offset;
  }
  return null;
}

function matches({ file, budget }: Search, ids: Int32Array, at: number, from: number, to: number): boolean {
  let i = from;
  while (i < to && file[at + i] === ids[i]) i++;
  budget.left -= i - from + 1;
  return i === to && budget.left > 0;
}
