// SPDX-License-Identifier: GPL-2.0-only
import type { GatePatch, GateReport } from "../../../gate/gate-report.ts";
import { judged, patchName } from "../patch-name.ts";
import { toolName } from "../tool-name.ts";
import { code, pre } from "./markdown-text.ts";
import { type Block, patchBlocks } from "./patch-blocks.ts";

/** Rows of a table of patches, and entries of a policy that are named. */
const MOST_ROWS = 20;

/**
 * A gate in GitHub's Markdown: the verdict, then patch by patch what there is to tell.
 *
 * @param most characters that there is room for; what does not fit is counted
 */
export function markdownPage(report: GateReport, most: number): string {
  const head = [
    `## hunkbox: ${report.verdict} (exit ${report.exitCode})`,
    code(report.line),
    ...queueTable(report),
  ];
  const blocks = judged(report).flatMap((patch) => [
    { what: "", text: `### ${code(patchName(patch, report))}` } as const,
    ...patchBlocks(patch),
  ]);
  const tail = [
    ...policyLines(report),
    "To see it yourself:",
    pre(report.command),
    `${code(toolName(report))}`,
  ];
  const room = most - sizeOf([...head, ...tail]) - ROOM;
  return `${[...head, ...fitting(blocks, room), ...tail].join("\n\n")}\n`;
}

/** For the sentence that says what is left out, and the line ends around it. */
const ROOM = 200;

const sizeOf = (texts: readonly string[]): number => texts.reduce((sum, text) => sum + text.length + 2, 0);

/** What fits, in its order, and in the end what did not. */
function fitting(blocks: readonly Block[], room: number): string[] {
  const fixed = sizeOf(blocks.filter(({ what }) => what === "").map(({ text }) => text));
  // of very many patches, not even the names fit
  const isFixed = fixed < room / 2;
  let left = isFixed ? room - fixed : room;
  const missing = new Map<string, number>();
  const texts = blocks.flatMap(({ text, what }) => {
    if (isFixed && what === "") return [text];
    // nothing that comes after what did not fit is in: it would look as if it came before
    if (missing.size > 0 || text.length + 2 > left) {
      const name = what === "" ? "part" : what;
      missing.set(name, (missing.get(name) ?? 0) + 1);
      return [];
    }
    left -= text.length + 2;
    return [text];
  });
  if (missing.size === 0) return texts;
  const parts = [...missing].map(([what, count]) => `${count} more ${what}${count === 1 ? "" : "s"}`);
  return [...texts, `**Left out** here, for want of room: ${parts.join(", ")}.`];
}

function queueTable(report: GateReport): string[] {
  const all = judged(report);
  if (all.length === 1) return [];
  const row = ({ number, exitCode, verdict, title }: GatePatch): string =>
    `| ${number === 0 ? "series" : number} | ${exitCode} | ${verdict} | ${code(title, 80)} |`;
  const more = all.length - MOST_ROWS;
  const rows = all.slice(0, MOST_ROWS).map(row);
  return [
    ["| | exit | verdict | subject |", "|---|---|---|---|", ...rows].join("\n"),
    ...(more > 0 ? [`and ${more} more patches`] : []),
  ];
}

function policyLines({ notes }: GateReport): string[] {
  if (notes.length === 0) return [];
  const more = notes.length - MOST_ROWS;
  const lines = notes
    .slice(0, MOST_ROWS)
    .map(({ line, text, fails }) => `- ${fails ? "**fails**" : "note"}, line ${line}: ${code(text)}`);
  return ["### Policy", [...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join("\n")];
}
