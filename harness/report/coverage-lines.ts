// SPDX-License-Identifier: GPL-2.0-only
import type { ConfigVerdict } from "../judge/judge-config.ts";
import type { MissedLine } from "../judge/side-coverage.ts";
import { paragraph, printable, type Screen } from "./screen.ts";

/** Lines that are listed without --all; nobody reads more. */
const MOST_LINES = 10;

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
 * The changed lines that ran in no configuration, each with the condition that kept it from running.
 *
 * @param all list every one
 */
export function missedSection(
  configs: readonly ConfigVerdict[],
  screen: Screen,
  all: boolean,
): { readonly lines: readonly string[]; readonly count: number } {
  const found = new Map<string, { side: string; line: MissedLine }>();
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
  const shown = all ? never : never.slice(0, MOST_LINES);
  const lines = shown.flatMap(({ side, line }) => {
    const { file, code, guardLine, guard } = line;
    const why =
      guardLine === 0 ? `${line.function} is never called` : `decided at line ${guardLine}: ${guard}`;
    return [
      paragraph(screen, printable(`${file}:${line.line} (${side})  ${code}`), 2, 4),
      paragraph(screen, screen.colors.dim(printable(why)), 6, 2),
    ];
  });
  if (shown.length < never.length) lines.push(`  and ${never.length - shown.length} more; --all lists them`);
  return { lines, count: never.length };
}
