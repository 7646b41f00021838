// SPDX-License-Identifier: GPL-2.0-only
import { PatchError } from "./patch-error.ts";
import type { Patch } from "./series.ts";

/** By number. Two revisions of a series, or two series, have no one order: they are refused. */
export function orderPatches(patches: readonly Patch[], name: string): Patch[] {
  const numbered = patches.filter((patch) => patch.total > 1);
  const lines = new Map<number, number>();
  for (const patch of numbered) {
    const other = numbered[0]!;
    if (patch.version !== other.version || patch.total !== other.total) {
      const message = `holds two series: ${label(other)} at line ${other.line} and ${label(patch)}`;
      throw new PatchError(name, patch.line, message, "keep the mails of one revision of one series");
    }
    const line = lines.get(patch.number) ?? patch.line;
    if (line !== patch.line) {
      const message = `holds patch ${patch.number}/${patch.total} twice: at line ${line} and here`;
      throw new PatchError(name, patch.line, message, "keep the mails of one revision of one series");
    }
    lines.set(patch.number, line);
  }
  if (numbered.length < patches.length) return [...patches];
  return [...patches].sort((a, b) => a.number - b.number || a.line - b.line);
}

function label(patch: Patch): string {
  return `v${patch.version} of ${patch.total}`;
}
