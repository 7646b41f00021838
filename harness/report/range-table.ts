// SPDX-License-Identifier: GPL-2.0-only
import { many } from "../base/many.ts";
import { paragraph, printable, type Screen } from "./screen.ts";

/** How one commit of a range fared. */
export interface RangeRow {
  /** Full id. */
  readonly commit: string;
  readonly subject: string;
  readonly verdict: string;
  readonly exitCode: number;
}

/** The table that ends the check of a range: one row a commit, in their order. */
export function rangeTable(range: string, rows: readonly RangeRow[], screen: Screen): string {
  const { colors } = screen;
  const wide = Math.max("verdict".length, ...rows.map(({ verdict }) => verdict.length));
  const line = (exit: string, verdict: string, commit: string, subject: string): string =>
    paragraph(
      screen,
      `${exit.padEnd(4)}  ${verdict.padEnd(wide)}  ${commit.padEnd(12)}  ${subject}`,
      2,
      wide + 22,
    );
  const count = many(rows.length, "commit");
  const out = [paragraph(screen, colors.bold(printable(`${range}: ${count}`)), 0, 2), ""];
  out.push(line("exit", "verdict", "commit", "subject"));
  for (const { commit, subject, verdict, exitCode } of rows) {
    const text = line(String(exitCode), verdict, commit.slice(0, 12), printable(subject));
    out.push(exitCode === 0 ? text : colors.red(text));
  }
  return `${out.join("\n")}\n`;
}
