// SPDX-License-Identifier: GPL-2.0-only
import type { Views } from "../../base/make-views.ts";
import type { FilePatch } from "../../patch/diff/file-patch.ts";
import type { Series } from "../../patch/series.ts";
import { paragraph, printable, type Screen } from "../screen.ts";
import { seriesHeader } from "../series-header.ts";

/** What a patch file holds and where it goes, without running anything. */
export function inspectReport(series: Series, views: Views, screen: Screen): string {
  const out = [seriesHeader(series, screen)];
  out.push(paragraph(screen, `base: ${printable(views.base)}`, 2, 4));
  out.push("");
  for (const patch of series.patches) {
    if (series.patches.length > 1)
      out.push(paragraph(screen, `${patch.number}. ${printable(patch.subject)}`, 0, 3));
    if (patch.baseCommit !== null) out.push(`  base-commit: ${patch.baseCommit}`);
    for (const file of patch.files) out.push(...fileLines(file, views, screen));
    out.push("");
  }
  return out.join("\n");
}

function fileLines(file: FilePatch, views: Views, screen: Screen): string[] {
  const { colors } = screen;
  const name = file.newPath ?? file.oldPath ?? "";
  const from = file.oldPath !== null && file.oldPath !== name ? ` (from ${file.oldPath})` : "";
  const blobs = file.oldBlob === null ? "" : `  ${file.oldBlob}..${file.newBlob}`;
  const title = `${colors.bold(printable(name))}${printable(from)}  ${file.change}${blobs}`;
  const lines = [paragraph(screen, title, 2, 2)];
  for (const [i, hunk] of file.hunks.entries()) {
    const added = hunk.lines.filter(({ op }) => op === "+").length;
    const removed = hunk.lines.filter(({ op }) => op === "-").length;
    const placed = views.placed.find((one) => one.hunk === hunk);
    const moved = placed === undefined || placed.offset === 0 ? "" : `, offset ${placed.offset}`;
    const fuzz = placed === undefined || placed.fuzz === 0 ? "" : `, fuzz ${placed.fuzz}`;
    const text = `hunk ${i + 1}: line ${placed?.line ?? hunk.oldStart}${moved}${fuzz}, +${added} -${removed}  ${hunk.section}`;
    lines.push(paragraph(screen, printable(text.trimEnd()), 4, 4));
  }
  return lines;
}
