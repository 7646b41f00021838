// SPDX-License-Identifier: GPL-2.0-only
import pc from "picocolors";
import wrapAnsi from "wrap-ansi";

export type Colors = ReturnType<typeof pc.createColors>;

/** How and how wide to write for people. */
export interface Screen {
  readonly width: number;
  readonly colors: Colors;
}

/** A screen of a given width, with or without colours. */
export const makeScreen = (width: number, color: boolean): Screen => {
  return { width: Math.max(40, width), colors: pc.createColors(color) };
};

/** What came by mail may hold control characters: a terminal must not obey them. */
export const printable = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "?");

// biome-ignore-start lint/suspicious/noControlCharactersInRegex: colours begin with one
/** Wraps a text, all lines indented; continuation lines by `hang` more. */
export function paragraph(screen: Screen, text: string, indent: number, hang = 0): string {
  const width = Math.max(20, screen.width - indent - hang);
  // the common case: plain characters that fit, colours not counted
  if (text.length <= width && /^[ -~\u001b]*$/.test(text)) return " ".repeat(indent) + text;
  return wrapAnsi(text, width, { hard: true, trim: true })
    .split("\n")
    .map((line, i) => " ".repeat(indent + (i === 0 ? 0 : hang)) + line)
    .join("\n");
}
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: colours begin with one
