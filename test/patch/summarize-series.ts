// SPDX-License-Identifier: GPL-2.0-only
import type { Patch, Series } from "../../harness/patch/series.ts";

/** A series as a page that a person can check, for golden files. */
export function summarizeSeries(series: Series): string {
  const cover = series.cover === null ? "none" : `${series.cover.prefix} ${series.cover.subject}`;
  const head = [`cover: ${cover}`, `missing: ${series.missing.join(" ") || "none"}`];
  return `${[...head, ...series.patches.flatMap(summarizePatch)].join("\n")}\n`;
}

function summarizePatch(patch: Patch): string[] {
  const lines = [
    "",
    `patch ${patch.number}/${patch.total} v${patch.version}, line ${patch.line}: ${patch.subject}`,
    `  prefix: ${patch.prefix}`,
    `  author: ${patch.author === null ? "none" : `${patch.author.name} <${patch.author.email}>`}`,
    `  date: ${patch.date}`,
    `  message-id: ${patch.messageId}, in reply to: ${patch.inReplyTo}`,
    `  references: ${patch.references.join(" ") || "none"}`,
    `  recipients: ${patch.recipients.map(({ name, email }) => `${name} <${email}>`.trim()).join(", ") || "none"}`,
    `  base: ${patch.baseCommit}, upstream: ${patch.upstreamCommit}`,
    `  description: ${JSON.stringify(patch.description)}`,
  ];
  for (const file of patch.files) {
    lines.push(`  ${file.change} ${file.oldPath} -> ${file.newPath}, line ${file.line}`);
    lines.push(`    blobs ${file.oldBlob} -> ${file.newBlob}, modes ${file.oldMode} -> ${file.newMode}`);
    for (const hunk of file.hunks) {
      const { oldStart, oldLines, newStart, newLines, section, line } = hunk;
      lines.push(`    @@ -${oldStart},${oldLines} +${newStart},${newLines} @@ ${section}, line ${line}`);
      for (const { op, text, line: at, noNewline } of hunk.lines) {
        lines.push(`    ${at}: ${op}${text}${noNewline === true ? " (no newline)" : ""}`.trimEnd());
      }
    }
  }
  return lines;
}
