// SPDX-License-Identifier: GPL-2.0-only
import type { Ground } from "./ground.ts";

/** Lines that a patch adds to a file. */
export interface Insertion {
  readonly path: string;
  /** The line, from 0, that they go before. */
  readonly line: number;
  readonly text: string;
}

const CONTEXT = 3;

/** @returns a unified diff. Hunks are written directly: to compare texts of megabytes takes longer than what is measured. */
export function patchText(ground: Ground, insertions: readonly Insertion[]): string {
  const paths = [...new Set(insertions.map(({ path }) => path))];
  return paths
    .map((path) => {
      const own = insertions.filter((one) => one.path === path).sort((a, b) => a.line - b.line);
      return `diff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}\n${hunks(ground.read(path), own)}`;
    })
    .join("");
}

function hunks(text: string, insertions: readonly Insertion[]): string {
  const lines = text.split("\n").slice(0, -1);
  const groups: Insertion[][] = [];
  for (const one of insertions) {
    const last = groups.at(-1);
    const near = last?.at(-1);
    if (last !== undefined && near !== undefined && one.line - near.line <= 2 * CONTEXT) last.push(one);
    else groups.push([one]);
  }
  let moved = 0;
  return groups
    .map((group) => {
      const from = Math.max(0, group[0]!.line - CONTEXT);
      const to = Math.min(lines.length, group.at(-1)!.line + CONTEXT);
      const body: string[] = [];
      let added = 0;
      for (let line = from; line <= to; line++) {
        for (const one of group.filter((each) => each.line === line)) {
          const fresh = one.text.split("\n");
          added += fresh.length;
          for (const each of fresh) body.push(`+${each}`);
        }
        if (line < to) body.push(` ${lines[line]}`);
      }
      const counts = `@@ -${from + 1},${to - from} +${from + 1 + moved},${to - from + added} @@`;
      moved += added;
      return `${counts}\n${body.join("\n")}\n`;
    })
    .join("");
}
