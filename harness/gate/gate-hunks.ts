// SPDX-License-Identifier: GPL-2.0-only
import type { PlacedInFile } from "../base/make-views.ts";
import { hunkHeader } from "../patch/diff/hunk-header.ts";
import type { GateHunk } from "./gate-report.ts";

/**
 * Hunks as a report shows them: with their text, and where they went.
 *
 * @param reverse what the patch adds is taken away
 */
export function gateHunks(placed: readonly PlacedInFile[], reverse = false): GateHunk[] {
  const numbers = new Map<string, number>();
  return placed.map(({ path, hunk, line, newLine, offset, fuzz }) => {
    const number = (numbers.get(path) ?? 0) + 1;
    numbers.set(path, number);
    return {
      file: path,
      number,
      inputLine: hunk.line,
      header: headerOf(hunk, reverse),
      oldLine: reverse ? newLine : line,
      newLine: reverse ? line : newLine,
      offset,
      fuzz,
      lines: hunk.lines.map(({ op, text }) => `${reverse ? OTHER[op] : op}${text}`),
    };
  });
}

function headerOf(hunk: PlacedInFile["hunk"], reverse: boolean): string {
  const { oldStart, oldLines, newStart, newLines, section } = hunk;
  const turned = { oldStart: newStart, oldLines: newLines, newStart: oldStart, newLines: oldLines };
  const header = hunkHeader(reverse ? { ...hunk, ...turned } : hunk);
  return section === "" ? header : `${header} ${section}`;
}

const OTHER = { " ": " ", "+": "-", "-": "+" } as const;
