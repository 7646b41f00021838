// SPDX-License-Identifier: GPL-2.0-only
import type { MissedLine } from "../judge/coverage/side-coverage.ts";
import type { ConfigVerdict } from "../judge/judge-config.ts";
import { paragraph, printable, type Screen } from "./screen.ts";

interface Missed {
  readonly side: string;
  readonly line: MissedLine;
}

/** `changed lines run: 41 of 47 (after), 12 of 12 (before)`, or an empty text if that was not measured. */
export function coverageLine({ coverage }: ConfigVerdict): string {
  if (coverage === null) return "";
  const { before, after } = coverage;
  const parts = [
    ...(after.lines === 0 ? [] : [`${after.run} of ${after.lines} added`]),
    ...(before.lines === 0 ? [] : [`${before.run} of ${before.lines} removed`]),
  ];
  return parts.length === 0 ? "" : `changed lines run: ${parts.join(", ")}`;
}

/**
 * What a pass is not: of changed lines that never ran, or that make no code, nothing was seen.
 *
 * @param counts lines that make code, and those of them that ran, wherever they were counted
 * @returns one sentence; empty if a changed line ran somewhere, or nothing was counted
 */
export function emptyPass(counts: readonly { readonly lines: number; readonly run: number }[]): string {
  if (counts.length === 0 || counts.some(({ run }) => run > 0)) return "";
  return counts.some(({ lines }) => lines > 0)
    ? "No changed line was run: the pass says nothing of them."
    : "No changed line makes code of its own here: a macro shows where it is used, a file that is not compiled nowhere.";
}

/** The changed lines that ran in no configuration, each with the condition that kept it from running. */
export function missedSection(
  configs: readonly ConfigVerdict[],
  screen: Screen,
): { readonly lines: readonly string[]; readonly count: number } {
  const found = new Map<string, Missed>();
  const counted = configs.flatMap(({ coverage }) => (coverage === null ? [] : [coverage]));
  const ran = new Set<string>();
  for (const coverage of counted) {
    for (const side of ["after", "before"] as const) {
      const missing = new Set(coverage[side].missed.map(({ file, line }) => `${file}:${line}`));
      for (const [file, counts] of coverage[side].counts)
        for (const line of counts.keys())
          if (!missing.has(`${file}:${line}`)) ran.add(`${side} ${file}:${line}`);
      for (const line of coverage[side].missed)
        found.set(`${side} ${line.file}:${line.line}`, { side, line });
    }
  }
  // what one configuration does not run, another may
  const never = [...found].filter(([key]) => !ran.has(key)).map(([, one]) => one);
  const runs = groupRuns(never);
  const lines = runs.flatMap((run) => {
    const [{ side, line }] = run as [Missed];
    const last = run.at(-1)!.line.line;
    const range = run.length === 1 ? `${line.line}` : `${line.line}-${last}`;
    const many = run.length === 1 ? side : `${side}, ${run.length} lines`;
    const why =
      line.guardLine === 0
        ? `${line.function} is never called`
        : `decided at line ${line.guardLine}: ${line.guard}`;
    return [
      paragraph(screen, printable(`${line.file}:${range} (${many})  ${line.code}`), 2, 4),
      paragraph(screen, screen.colors.dim(printable(why)), 6, 2),
    ];
  });
  return { lines, count: never.length };
}

/** Lines that one decision keeps from running stand together. */
function groupRuns(all: readonly Missed[]): Missed[][] {
  const runs: Missed[][] = [];
  for (const one of all) {
    const last = runs.at(-1)?.[0];
    const isSame =
      last !== undefined &&
      last.side === one.side &&
      last.line.file === one.line.file &&
      last.line.function === one.line.function &&
      last.line.guardLine === one.line.guardLine;
    if (isSame) runs.at(-1)!.push(one);
    else runs.push([one]);
  }
  return runs;
}
