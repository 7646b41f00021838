// SPDX-License-Identifier: GPL-2.0-only
import type { Patch } from "../series.ts";

/** Commits in the order in which they apply, and how that was told. */
export interface OrderedLog {
  readonly patches: readonly Patch[];
  /** For the user: which order, and why. */
  readonly why: string;
}

/**
 * Orders what git log printed, which is newest first unless it was asked otherwise. Of two commits in a row that change a
 * file, the blob that the older one leaves is the one that the newer one finds; where no file tells, dates do, and where they do
 * not either, it is as git log prints without options.
 *
 * @param patches in the order of the text
 */
export function orderLog(patches: readonly Patch[]): OrderedLog {
  const { down, up } = chains(patches);
  if (down !== up) {
    return down > up
      ? {
          patches,
          why: "oldest first, as their blob ids follow each other: applied in the order of the text",
        }
      : { patches: patches.toReversed(), why: "newest first, as their blob ids tell: applied oldest first" };
  }
  const [first, last] = [patches[0]?.date, patches.at(-1)?.date].map((date) => Date.parse(date ?? ""));
  if (first! < last!)
    return { patches, why: "oldest first by their dates: applied in the order of the text" };
  const why = first! > last! ? "newest first by their dates" : "newest first, as git log prints them";
  return { patches: patches.toReversed(), why: `${why}: applied oldest first` };
}

/** How many files' blobs go on from one commit to the next down the text, and how many up. */
function chains(patches: readonly Patch[]): { readonly down: number; readonly up: number } {
  const seen = new Map<string, { readonly old: string; readonly new: string }>();
  let [down, up] = [0, 0];
  for (const file of patches.flatMap((patch) => patch.files)) {
    const path = file.newPath ?? file.oldPath ?? "";
    const { oldBlob, newBlob } = file;
    if (oldBlob === null || newBlob === null) continue;
    const above = seen.get(path);
    if (above !== undefined) {
      if (isSame(above.new, oldBlob)) down++;
      if (isSame(newBlob, above.old)) up++;
    }
    seen.set(path, { old: oldBlob, new: newBlob });
  }
  return { down, up };
}

/** Ids are abbreviated as far as they were unambiguous when each was printed. */
const isSame = (one: string, other: string): boolean => one.startsWith(other) || other.startsWith(one);
