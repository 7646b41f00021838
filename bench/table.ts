// SPDX-License-Identifier: GPL-2.0-only
import { median, type Row } from "./row.ts";

/** The rows as a table: median, least and most of each, and its ratio to the row that it names. */
export function table(rows: readonly Row[]): string {
  const medians = new Map(rows.map((row) => [row.name, median(row.values)]));
  const cells = rows.map((row) => {
    const numbers = [median(row.values), Math.min(...row.values), Math.max(...row.values)].map(show);
    const other = row.against === undefined ? undefined : medians.get(row.against);
    const ratio = other === undefined ? "" : `${show(median(row.values) / other)} x ${row.against}`;
    return [row.name, row.unit, ...numbers, String(row.values.length), ratio];
  });
  const all = [["", "", "median", "min", "max", "runs", ""], ...cells];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0))) ?? [];
  const left = new Set([0, 1, 6]);
  return all
    .map((line) =>
      line.map((cell, i) => (left.has(i) ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))),
    )
    .map((line) => line.join("  ").trimEnd())
    .join("\n");
}

const show = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));
