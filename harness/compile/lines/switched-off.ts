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
  const wanted = lines.filter((line) => code.has(line) && branches.some((one) => holds(one, line)));
  if (wanted.length === 0) return [];
  const out = await preprocessWhole(workshop, config, view, path, text);
  if (out === null) return [];
  const seen = linesSeen(out, path);
  const isOff = (branch: Branch): boolean => !seen.some((line) => holds(branch, line));
  return wanted.flatMap((line) => {
    const branch = branches.find((one) => holds(one, line) && isOff(one));
    return branch === undefined ? [] : [{ line, branch }];
  });
}

const holds = ({ line, end }: Branch, at: number): boolean => line < at && at < end;

/** Lines of a file for which the preprocessor gives something. */
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
  return seen;
}
