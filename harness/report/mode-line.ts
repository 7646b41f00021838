// SPDX-License-Identifier: GPL-2.0-only
import { modeChanges } from "../patch/diff/mode-changes.ts";
import type { Patch } from "../patch/series.ts";

/** Files that are named of those whose mode changes. */
const MOST = 5;

/** Names the files whose mode a series changes; empty if there are none. */
export function modeLine(patches: readonly Patch[]): string {
  const changes = modeChanges(patches);
  if (changes.length === 0) return "";
  const named = changes
    .slice(0, MOST)
    .map(({ file, before, after }) => `${file} ${before === null ? "new" : before} -> ${after}`);
  const more = changes.length > MOST ? ` and ${changes.length - MOST} more` : "";
  return `file modes change, which nothing here depends on: ${named.join(", ")}${more}`;
}
