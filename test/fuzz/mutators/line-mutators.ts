// SPDX-License-Identifier: GPL-2.0-only
import type { Material, Mutator } from "./mutator.ts";

/** A change of the lines of a text, in place. */
type LineEdit = (lines: string[], material: Material) => void;

const withLines =
  (edit: LineEdit): Mutator =>
  (input, material) => {
    const lines = input.split("\n");
    edit(lines, material);
    return lines.join("\n");
  };

const remove: LineEdit = (lines, { random }) => {
  lines.splice(random.below(lines.length), 1 + random.below(3));
};

const double: LineEdit = (lines, { random }) => {
  const at = random.below(lines.length);
  const times = random.oneIn(8) ? 2 ** random.below(8) : 1;
  lines.splice(at, 0, ...Array.from({ length: times }, () => lines[at]!));
};

const move: LineEdit = (lines, { random }) => {
  const part = lines.splice(random.below(lines.length), 1 + random.below(4));
  lines.splice(random.below(lines.length + 1), 0, ...part);
};

const putOther: LineEdit = (lines, { random, other }) => {
  const theirs = other.split("\n");
  const from = random.below(theirs.length);
  lines.splice(random.below(lines.length + 1), 0, ...theirs.slice(from, from + 1 + random.below(6)));
};

const indent: LineEdit = (lines, { random }) => {
  const at = random.below(lines.length);
  const line = lines[at] ?? "";
  lines[at] = random.oneIn(2) ? random.of([" ", "  ", "\t", ">", "+", "-", "\\"]) + line : line.slice(1);
};

const join: LineEdit = (lines, { random }) => {
  const at = random.below(lines.length - 1);
  lines.splice(at, 2, `${lines[at] ?? ""}${lines[at + 1] ?? ""}`);
};

/** Changes of whole lines. */
export const LINE_MUTATORS: readonly Mutator[] = [remove, double, move, putOther, indent, join].map(
  withLines,
);
