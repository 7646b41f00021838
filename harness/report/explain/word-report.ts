// SPDX-License-Identifier: GPL-2.0-only
import { paragraph, type Screen } from "../screen.ts";
import type { ExplainedWord } from "./explained-words.ts";

/** Explains a word, as a page of a manual does. */
export function wordReport({ word, brief, title, why, text }: ExplainedWord, screen: Screen): string {
  const name = screen.colors.bold(word);
  const exit = "example" in text || why === "" ? "" : ` (${why})`;
  const heading = paragraph(screen, `${name}${exit}: ${brief}`, 0, 2);
  const parts =
    "example" in text
      ? [
          [heading],
          ...paragraphs(text.means, screen),
          [paragraph(screen, `Why it matters: ${why}.`, 0, 0)],
          ["For example:", "", ...indented(text.example)],
          [`In a report, as "${title}":`, "", ...indented(text.shown)],
          ["What is usually done about it:"],
          ...paragraphs(text.remedy, screen),
        ]
      : [
          [heading],
          ...paragraphs(text.means, screen),
          ...(text.see === undefined ? [] : [[paragraph(screen, `See also: ${text.see.join(", ")}`, 0, 2)]]),
        ];
  return `${parts.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

const paragraphs = (text: string, screen: Screen): string[][] =>
  text.split("\n\n").map((one) => [paragraph(screen, one, 0, 0)]);

const TAB = " ".repeat(8);

/** C, or a report's lines, below a heading. */
const indented = (text: string): string[] =>
  text.split("\n").map((line) => (line === "" ? "" : `    ${line.replaceAll("\t", TAB)}`));
