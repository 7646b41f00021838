// SPDX-License-Identifier: GPL-2.0-only
import type { Mutator } from "./mutator.ts";

/** Numbers at which something overflows, wraps, ends or is refused. */
const NUMBERS = (
  "0 1 2 7 9 10 -1 255 256 1000 4095 4096 10000 10001 65535 65536 999999999 2147483647 2147483648 " +
  "4294967295 4294967296 9007199254740993 99999999999 1e9 1e400 0x7fffffff 007 1.5 NaN"
).split(" ");

const put: Mutator = (input, { random, tokens }) => {
  const at = random.below(input.length + 1);
  return input.slice(0, at) + random.of(tokens) + input.slice(at);
};

/** At the beginning of a line, where most formats look. */
const putLine: Mutator = (input, { random, tokens }) => {
  const lines = input.split("\n");
  const at = random.below(lines.length);
  lines[at] = random.of(tokens) + (random.oneIn(2) ? (lines[at] ?? "") : "");
  return lines.join("\n");
};

const exchange: Mutator = (input, { random, tokens }) => {
  const present = tokens.filter((one) => one !== "" && input.includes(one));
  if (present.length === 0) return put(input, { random, tokens, other: "" });
  const old = random.of(present);
  const places = input.split(old).length - 1;
  let left = random.below(places);
  let at = input.indexOf(old);
  for (; left > 0; left--) at = input.indexOf(old, at + old.length);
  return input.slice(0, at) + random.of(tokens) + input.slice(at + old.length);
};

const number: Mutator = (input, { random }) => {
  const found = [...input.matchAll(/\d+/g)];
  if (found.length === 0) return input;
  const { 0: old, index } = random.of(found);
  const near = String(Number(old) + random.below(5) - 2);
  return (
    input.slice(0, index) + (random.oneIn(2) ? near : random.of(NUMBERS)) + input.slice(index + old.length)
  );
};

const word: Mutator = (input, { random, other }) => {
  const [ours, theirs] = [input, other].map((text) => [...text.matchAll(/[\w./+-]+/g)]);
  if (ours === undefined || theirs === undefined || ours.length === 0 || theirs.length === 0) return input;
  const { 0: old, index } = random.of(ours);
  return input.slice(0, index) + random.of(theirs)[0] + input.slice(index + old.length);
};

/** Changes of words, signs and numbers. */
export const TOKEN_MUTATORS: readonly Mutator[] = [put, putLine, exchange, number, word];
