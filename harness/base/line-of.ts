// SPDX-License-Identifier: GPL-2.0-only
import { shortened } from "./shortened.ts";
import type { View } from "./view.ts";

/** Lines of files, by view: the same few files are asked for again and again. */
const known = new WeakMap<View, Map<string, readonly string[]>>();

/** Characters of a line that are shown. */
const LONGEST = 240;

/**
 * @param line from 1
 * @returns the text of a line as a report shows it, blanks as one each and the rest of a very long one left out; empty if there is none
 */
export function lineOf(view: View, file: string, line: number): string {
  let files = known.get(view);
  if (files === undefined) {
    files = new Map();
    known.set(view, files);
  }
  let lines = files.get(file);
  if (lines === undefined) {
    lines = view.read(file)?.split("\n") ?? [];
    files.set(file, lines);
  }
  return shortLine(lines[line - 1] ?? "");
}

/** As lineOf, of a text that is at hand. */
export function shortLine(text: string): string {
  // of so many blanks no more than that could be left
  const plain = text
    .slice(0, 16 * LONGEST)
    .trim()
    .replace(/\s+/g, " ");
  return shortened(plain, LONGEST);
}
