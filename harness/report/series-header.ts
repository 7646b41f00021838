// SPDX-License-Identifier: GPL-2.0-only
import type { Series } from "../patch/series.ts";
import { modeLine } from "./mode-line.ts";
import { paragraph, printable, type Screen } from "./screen.ts";

/** Which patch this is about: subject, author, date, Message-ID; for a series also how many. */
export function seriesHeader(series: Series, screen: Screen): string {
  const [first] = series.patches;
  const info = series.cover ?? first;
  if (info === undefined) return "";
  const { colors } = screen;
  const lines = [paragraph(screen, colors.bold(printable(info.subject || series.name)), 0, 2)];
  const { author } = info;
  const who = author === null ? "" : `${author.name === "" ? "" : `${author.name} `}<${author.email}>`;
  const day = info.date?.slice(0, 10) ?? "";
  const facts = [who, day].filter((one) => one !== "");
  if (facts.length > 0) lines.push(paragraph(screen, printable(facts.join(", ")), 2, 2));
  if (info.messageId !== null)
    lines.push(paragraph(screen, printable(`Message-ID: ${info.messageId}`), 2, 2));
  if (series.patches.length > 1) {
    lines.push(`  a series of ${series.patches.length}, judged as a whole`);
    for (const { number, subject } of series.patches) {
      lines.push(paragraph(screen, printable(`${number}. ${subject}`), 4, 3));
    }
  }
  if (series.missing.length > 0) lines.push(`  missing from the series: ${series.missing.join(", ")}`);
  const commit = first?.upstreamCommit ?? null;
  if (commit !== null) lines.push(`  upstream commit ${commit}`);
  const modes = modeLine(series.patches);
  if (modes !== "") lines.push(paragraph(screen, printable(modes), 2, 2));
  return lines.join("\n");
}
