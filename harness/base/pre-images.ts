// SPDX-License-Identifier: GPL-2.0-only
import type { Patch } from "../patch/series.ts";

/** A file as patches expect to find it. */
export interface PreImage {
  readonly path: string;
  /** Beginning of its blob id; null if there must be no such file. */
  readonly blob: string | null;
}

/** What the `index` lines of patches, applied in order, say about the tree that they were made for. */
export function preImages(patches: readonly Patch[]): PreImage[] {
  const seen = new Set<string>();
  const found: PreImage[] = [];
  for (const file of patches.flatMap((patch) => patch.files)) {
    const path = file.oldPath ?? file.newPath ?? "";
    // what an earlier patch of the series made or changed says nothing about the tree
    if (!seen.has(path) && file.oldBlob !== null) {
      const missing = file.oldPath === null || /^0+$/.test(file.oldBlob);
      found.push({ path, blob: missing ? null : file.oldBlob });
    }
    for (const one of [file.oldPath, file.newPath]) if (one !== null) seen.add(one);
  }
  return found;
}
