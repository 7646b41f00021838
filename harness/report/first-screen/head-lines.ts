// SPDX-License-Identifier: GPL-2.0-only
import { many } from "../../base/many.ts";
import type { GatePatch } from "../../gate/gate-report.ts";
import type { Series } from "../../patch/series.ts";
import { modeLine } from "../mode-line.ts";
import { paragraph, printable, type Screen } from "../screen.ts";

/** Which patch it is, whose, and what it was applied to. */
export function headLines(
  { hunks, base, author, date, title }: GatePatch,
  series: Series,
  screen: Screen,
): string[] {
  const files = new Set(hunks.map(({ file }) => file)).size;
  const moved = hunks.filter(({ offset, fuzz }) => offset !== 0 || fuzz !== 0).length;
  const who = author === null ? "" : author.name === "" ? author.email : author.name;
  const count = series.patches.length;
  const parts = [
    ...(who === "" ? [] : [who]),
    ...(date === null ? [] : [date.slice(0, 10)]),
    ...(count > 1 ? [`${count} patches, judged as one`] : []),
    `${many(hunks.length, "hunk")} in ${many(files, "file")}${moved === 0 ? "" : `, ${moved} moved`}`,
    `base: ${base}`,
  ];
  const modes = modeLine(series.patches);
  return [
    paragraph(screen, screen.colors.bold(printable(title)), 0, 2),
    paragraph(screen, printable(parts.join(", ")), 2, 2),
    ...(series.missing.length > 0
      ? [paragraph(screen, `missing from the series: ${series.missing.join(", ")}`, 2, 2)]
      : []),
    ...(modes === "" ? [] : [paragraph(screen, printable(modes), 2, 2)]),
  ];
}
