// SPDX-License-Identifier: GPL-2.0-only
import { many } from "../../base/many.ts";
import type { InspectedSide, SlicedUnit } from "../../compile/tree/inspect-side.ts";
import { paragraph, printable, type Screen } from "../screen.ts";
import { sideTitle } from "../side-title.ts";

const KIB = 1024;

/** Why a body was not kept. */
const REASONS = {
  "header-asm": "assembly in a header",
  asm: "assembly",
  seam: "Xen, which traps such stores",
} as const;

/** How much of each file is compiled to run, and what was cut out of it. */
export function sliceReport(side: InspectedSide, screen: Screen): string {
  const lines = sideTitle("slices", side, screen);
  if (side.units.length === 0) return [...lines, ""].join("\n");
  const rows = [HEAD, ...side.units.map(rowOf)];
  const widths = HEAD.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  const names = Math.min(MOST_NAME, widths[0]!);
  for (const [name, ...cells] of rows) {
    const long = name!.length > names;
    if (long) lines.push(`  ${printable(name!)}`);
    const numbers = cells.map((cell, i) => cell.padStart(widths[i + 1]!)).join("  ");
    lines.push(`  ${(long ? "" : printable(name!)).padEnd(names)}  ${numbers}`);
  }
  // several files see one header
  const cut = new Map(
    side.units.flatMap((unit) =>
      unit.cut.map((one) => [`${one.file}:${one.line} ${one.name}`, one] as const),
    ),
  );
  const sorted = [...cut.values()].sort((a, b) =>
    a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1,
  );
  for (const [why, reason] of Object.entries(REASONS)) {
    const list = sorted.filter((one) => one.why === why);
    if (list.length === 0) continue;
    lines.push("", `  cut to a prototype for ${reason}: ${many(list.length, "function")}`);
    for (const { name, file, line } of list)
      lines.push(paragraph(screen, printable(`${name}  ${file}:${line}`), 4, 2));
  }
  if (side.unfit.length > 0)
    lines.push("", `  left out, since it does not compile to WebAssembly: ${side.unfit.length}`);
  for (const { name, file, line, message } of side.unfit)
    lines.push(paragraph(screen, printable(`${name}  ${file}:${line}: ${message}`), 4, 2));
  return [...lines, ""].join("\n");
}

const HEAD = ["kept of", "lines", "functions", "KiB with headers", "cut"] as const;

/** Columns of a file's name; a longer one has a line of its own. */
const MOST_NAME = 28;

function rowOf({ path, lines, functions, before, after, cut }: SlicedUnit): string[] {
  const kib = (length: number): number => Math.ceil(length / KIB);
  const of = (kept: number, all: number): string => `${kept} of ${all}`;
  return [
    path,
    of(after.lines, lines),
    of(after.functions, functions),
    of(kib(after.length), kib(before.length)),
    String(cut.length),
  ];
}
