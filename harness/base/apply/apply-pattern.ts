// SPDX-License-Identifier: GPL-2.0-only
import type { Hunk, HunkLine } from "../../patch/diff/file-patch.ts";
import type { AddedRun, Pattern } from "./apply-find-place.ts";
import { HunkScope } from "./apply-hunk-scope.ts";
import type { LineIds } from "./line-ids.ts";
import type { TextHeads } from "./text-heads.ts";
import { withEnd } from "./text-lines.ts";

/**
 * A hunk in the form in which it is looked for.
 *
 * @param heads of the text that it is for; null if that has no functions
 */
export function patternOf(hunk: Hunk, ids: LineIds, heads: TextHeads | null): Pattern {
  const { lines, oldStart } = hunk;
  const side = (without: "+" | "-"): string[] => lines.filter(({ op }) => op !== without).map(withEnd);
  const { leading, trailing } = contextOf(lines);
  return {
    olds: ids.all(side("+")),
    news: ids.all(side("-")),
    leading,
    trailing,
    added: addedRuns(lines, ids),
    removes: lines.some(({ op }) => op === "-"),
    // as git apply has it: less context above means the beginning of the file only where the header says so as well
    atStart: leading < trailing && oldStart <= 1,
    atEnd: trailing === 0 && leading > 0,
    scope: new HunkScope(hunk, heads),
  };
}

function contextOf(lines: readonly HunkLine[]): { leading: number; trailing: number } {
  const first = lines.findIndex((line) => line.op !== " ");
  if (first === -1) return { leading: lines.length, trailing: lines.length };
  const last = lines.findLastIndex((line) => line.op !== " ");
  return { leading: first, trailing: lines.length - 1 - last };
}

function addedRuns(lines: readonly HunkLine[], ids: LineIds): AddedRun[] {
  const runs: { before: number; ids: number[]; hasText: boolean }[] = [];
  let before = 0;
  for (const [i, line] of lines.entries()) {
    if (line.op !== "+") before++;
    else {
      if (lines[i - 1]?.op !== "+") runs.push({ before, ids: [], hasText: false });
      const run = runs.at(-1)!;
      run.ids.push(ids.of(withEnd(line)));
      run.hasText ||= /\w/.test(line.text);
    }
  }
  return runs.filter(({ hasText }) => hasText).map(({ before: at, ids: own }) => ({ before: at, ids: own }));
}
