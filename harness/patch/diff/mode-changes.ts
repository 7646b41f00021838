// SPDX-License-Identifier: GPL-2.0-only
import type { Patch } from "../series.ts";

/** A file that may be executed after a patch and not before, or the reverse. */
export interface ModeChange {
  readonly file: string;
  /** Octal; null for a file that is created or deleted. */
  readonly before: string | null;
  readonly after: string | null;
}

/** Files whose mode a series changes, or that it makes executable. It makes no difference to what is compiled. */
export function modeChanges(patches: readonly Patch[]): ModeChange[] {
  return patches
    .flatMap(({ files }) => files)
    .flatMap(({ oldPath, newPath, oldMode, newMode }) => {
      if (oldMode === newMode || newMode === null || (oldMode ?? "100644") === newMode) return [];
      return [{ file: newPath ?? oldPath ?? "", before: oldMode, after: newMode }];
    });
}
