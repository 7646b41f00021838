// SPDX-License-Identifier: GPL-2.0-only
import { wrapAnsi } from "fast-wrap-ansi";
import pc from "picocolors";
import { shortened } from "../base/shortened.ts";

export type Colors = ReturnType<typeof pc.createColors>;

/** How and how wide to write for people. */
export interface Screen {
  readonly width: number;
  readonly colors: Colors;
}

/** Columns of prose, however wide a screen is. */
export const PROSE = 100;

/** A screen of a given width, with or without colours. */
export const makeScreen = (width: number, color: boolean): Screen => {
  return { width: Math.max(40, width), colors: pc.createColors(color) };
};

/** What a terminal obeys, what turns text around, and what nobody sees. */
const MARKS =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/**
 * What runners of CI obey where a log has it: GitHub at the start of a line, which wrapping may bring it to, Azure and TeamCity
 * anywhere. `::error::`, `##[group]`, `##vso[…]`, `##teamcity[…]`.
 */
const COMMANDS = /:(?=:[a-z])|#(?=#(?:vso|teamcity)?\[)/gi;

/** Characters of one text that anybody reads; to wrap a word takes the square of its length. */
const LONGEST = 4000;

/** What came by mail, for people: no terminal and no log obeys it, each character of it can be written, and it has an end. */
export const printable = (text: string): string =>
  shortened(text, LONGEST).toWellFormed().replace(MARKS, "?").replace(COMMANDS, "$& ");

// biome-ignore-start lint/suspicious/noControlCharactersInRegex: colours begin with one
/** Wraps a text, all lines indented; continuation lines by `hang` more. */
export function paragraph(screen: Screen, text: string, indent: number, hang = 0): string {
  const whole = Math.max(20, screen.width - indent);
  const narrow = Math.max(20, whole - hang);
  // the common case: plain characters that fit, colours not counted
  if (text.length <= whole && /^[ -~\u001b]*$/.test(text)) return " ".repeat(indent) + text;
  const broken = text.split(" ").some((word) => word.length > narrow);
  const [first, ...more] = wrapAnsi(text, broken ? narrow : whole, WRAP).split("\n") as [string, ...string[]];
  // the first line may be longer than those that hang
  const rest = broken ? more : more.length === 0 ? [] : wrapAnsi(more.join(" "), narrow, WRAP).split("\n");
  const pad = " ".repeat(indent + hang);
  return [" ".repeat(indent) + first, ...rest.map((line) => pad + line)].join("\n");
}

const WRAP = { hard: true, trim: true } as const;
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: colours begin with one
