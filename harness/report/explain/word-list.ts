// SPDX-License-Identifier: GPL-2.0-only
import { paragraph, type Screen } from "../screen.ts";
import { WORD_KINDS } from "./explained-words.ts";

/** All that can be explained, by kind, a line each. */
export function wordList(screen: Screen): string {
  const wide = Math.max(...WORD_KINDS.flatMap(({ words }) => words.map(({ word }) => word.length)));
  const kinds = WORD_KINDS.map(({ title, words }) =>
    [
      screen.colors.bold(title),
      ...words.map(({ word, brief }) => paragraph(screen, `${word.padEnd(wide)}  ${brief}`, 2, wide + 2)),
    ].join("\n"),
  );
  const use = [
    "hunkbox explain WORD     explains one of these",
    "hunkbox explain N PATCH  all of problem N of a check of this patch",
  ];
  return `${[...kinds, use.join("\n")].join("\n\n")}\n`;
}
