// SPDX-License-Identifier: GPL-2.0-only
import type { View } from "../../base/view.ts";
import type { ConfigName } from "../../machine/config.ts";
import type { Workshop } from "../cache/workshop.ts";
import { preprocessWhole } from "../tree/preprocess-whole.ts";
import { codeLines } from "./code-lines.ts";
import { type Branch, conditionalBranches } from "./conditional-branches.ts";

/** A line of code that no compiler sees in a configuration. */
export interface OffLine {
  readonly line: number;
  /** What leaves it out. */
  readonly branch: Branch;
}

/**
 * Of some lines of a file, those with code that a conditional directive leaves out: the preprocessor gives nothing for any
 * line of the branch that they are in.
 *
 * @param path kernel path of a .c file or a header
 * @param lines from 1
 */
export async function switchedOff(
  workshop: Workshop,
  config: ConfigName,
  view: View,
  path: string,
  lines: readonly number[],
): Promise<OffLine[]> {
  const text = view.read(path);
  if (text === null) return [];
  const code = codeLines(text);
  const branches = conditionalBranches(text);
  const inBranch = innermost(branches);
  const wanted = lines.filter((line) => code.has(line) && inBranch(line) !== null);
  if (wanted.length === 0) return [];
  const out = await preprocessWhole(workshop, config, view, path, text);
  if (out === null) return [];
  const seen = linesSeen(out, path);
  const inOff = innermost(branches.filter(({ line, end }) => (firstAfter(seen, line) ?? end) >= end));
  return wanted.flatMap((line) => {
    const branch = inOff(line);
    return branch === null ? [] : [{ line, branch }];
  });
}

/**
 * Tells which branch a line is in, the innermost of those that hold it. A file may have as many branches as lines, so
 * none is asked for each.
 */
function innermost(branches: readonly Branch[]): (line: number) => Branch | null {
  const opens = new Map(branches.map((branch) => [branch.line, branch]));
  const around = new Map<number, Branch | null>();
  const open: Branch[] = [];
  const last = branches.reduce((most, { end }) => Math.max(most, end), 0);
  for (let line = 1; line <= last; line++) {
    while (open.length > 0 && open.at(-1)!.end <= line) open.pop();
    if (open.length > 0) around.set(line, open.at(-1)!);
    const own = opens.get(line);
    if (own !== undefined) open.push(own);
  }
  return (line) => around.get(line) ?? null;
}

/** @param numbers ascending */
function firstAfter(numbers: readonly number[], limit: number): number | undefined {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return numbers[low];
}

/** Lines of a file for which the preprocessor gives something, ascending. */
function linesSeen(out: string, path: string): number[] {
  const seen: number[] = [];
  let [file, line] = [path, 1];
  for (const text of out.split("\n")) {
    const [, at, name] = /^# (\d+) "([^"]*)"/.exec(text) ?? [];
    if (at !== undefined) [file, line] = [name ?? "", Number(at)];
    else {
      if (file === path && text.trim() !== "") seen.push(line);
      line++;
    }
  }
  return seen.sort((a, b) => a - b);
}
