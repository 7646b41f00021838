// SPDX-License-Identifier: GPL-2.0-only
import type { Trial } from "./try-patch.ts";

/** One patch in the table. */
export interface Line {
  readonly name: string;
  readonly trial: Trial;
  readonly broken: readonly string[];
  /** Seconds of processors that a harmless patch took at about that time. */
  readonly harmless: number;
}

const COLUMNS = [
  "patch",
  "exit",
  "s",
  "cpu s",
  "x harmless",
  "again s",
  "MiB",
  "report MiB",
  "broke",
] as const;
const WIDTHS = [36, 4, 6, 6, 10, 7, 5, 10, 0];

const row = (cells: readonly string[]): string =>
  cells
    .map((cell, i) =>
      i === 0 || i === cells.length - 1 ? cell.padEnd(WIDTHS[i] ?? 0) : cell.padStart(WIDTHS[i] ?? 0),
    )
    .join("  ")
    .trimEnd();

export const header = (): string => row(COLUMNS);

/** @returns a line of the table; the ratio is of the processors' time to that of the harmless patch of about the same moment */
export function line({ name, trial: { check, again, outputs }, broken, harmless }: Line): string {
  const largest = Math.max(...[...outputs.values()].map((text) => Buffer.byteLength(text)));
  return row([
    name,
    String(check.code),
    check.seconds.toFixed(1),
    check.cpu.toFixed(1),
    (check.cpu / harmless).toFixed(1),
    again.seconds.toFixed(1),
    check.megabytes.toFixed(0),
    (largest / 2 ** 20).toFixed(1),
    [...broken, ...whyNot(outputs)].join("; "),
  ]);
}

/** What stopped a check early, in brackets: a recipe of which nothing is built or applied tries less than it could. */
function whyNot(outputs: ReadonlyMap<string, string>): string[] {
  const error = /(?:does not build:\n\s*|^hunkbox: error: |^error: )(.{1,70})/m.exec(
    `${outputs.get("text")}\n${outputs.get("stderr")}`,
  );
  return error === null ? [] : [`(${(error[1] ?? "").trim()})`];
}
