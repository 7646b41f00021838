// SPDX-License-Identifier: GPL-2.0-only
import type { Patch } from "../../harness/patch/series.ts";

/** A hunk by its file and its number there. */
export interface HunkName {
  readonly path: string;
  readonly number: number;
  /** `drivers/xen/gntdev.c hunk 3`. */
  readonly name: string;
}

/** All hunks of a patch. */
export const hunksOf = (patch: Patch): HunkName[] =>
  patch.files.flatMap((file) =>
    file.hunks.map((_, i) => {
      const path = file.newPath ?? "";
      return { path, number: i + 1, name: `${path} hunk ${i + 1}` };
    }),
  );

/** Takes one hunk out of a mail; a file's only hunk goes with its file header. */
export function dropHunk(text: string, patch: Patch, { path, number }: HunkName): string {
  const file = patch.files.find(({ newPath }) => newPath === path)!;
  const hunk = file.hunks[number - 1]!;
  const last = hunk.lines.at(-1)!.line;
  const from = file.hunks.length === 1 ? file.line : hunk.line;
  const lines = text.split("\n");
  lines.splice(from - 1, last - from + 1);
  return lines.join("\n");
}

/** Replaces a text that must occur exactly once. */
export function replaceOnce(text: string, from: string, to: string): string {
  if (text.split(from).length !== 2) throw new Error(`"${from}" does not occur exactly once`);
  return text.replace(from, () => to);
}
