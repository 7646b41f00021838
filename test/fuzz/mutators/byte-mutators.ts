// SPDX-License-Identifier: GPL-2.0-only
import type { Mutator } from "./mutator.ts";

/** Bytes that parsers look at: ends of lines, quotes, escapes, the first bytes of UTF-8, what is never valid in it. */
const TELLING = [..."\n\r\t \0\"'\\`:;,.-+=<>()[]{}#@/*&|!?%$~^_0Aaz"].concat([
  "\x7f",
  "\x80",
  "\xc3",
  "\xe2",
  "\xf0",
  "\xff",
  "\x1b",
  "\xc2\x85",
  "\xe2\x80\xa8",
  "\xef\xbb\xbf",
]);

const put: Mutator = (input, { random }) => {
  const at = random.below(input.length + 1);
  return input.slice(0, at) + random.of(TELLING) + input.slice(at);
};

const overwrite: Mutator = (input, { random }) => {
  const at = random.below(input.length);
  const by = random.oneIn(3) ? String.fromCharCode(random.below(256)) : random.of(TELLING);
  return input.slice(0, at) + by + input.slice(at + 1);
};

const takeOut: Mutator = (input, { random }) => {
  const at = random.below(input.length);
  const length = 1 + random.below(random.oneIn(4) ? 200 : 8);
  return input.slice(0, at) + input.slice(at + length);
};

const copyPart: Mutator = (input, { random }) => {
  const from = random.below(input.length);
  const part = input.slice(from, from + 1 + random.below(40));
  const at = random.below(input.length + 1);
  return input.slice(0, at) + part + input.slice(at);
};

const cutOff: Mutator = (input, { random }) => input.slice(0, random.below(input.length + 1));

/** What is read again and again, or to any depth, shows where it is long. */
const repeatPart: Mutator = (input, { random }) => {
  const from = random.below(input.length);
  const part = input.slice(from, from + 1 + random.below(12));
  return input.slice(0, from) + part.repeat(2 ** random.below(11)) + input.slice(from + part.length);
};

const splice: Mutator = (input, { random, other }) =>
  input.slice(0, random.below(input.length + 1)) + other.slice(random.below(other.length + 1));

/** Changes that know nothing of the text. */
export const BYTE_MUTATORS: readonly Mutator[] = [
  put,
  overwrite,
  takeOut,
  copyPart,
  cutOff,
  repeatPart,
  splice,
];
