// SPDX-License-Identifier: GPL-2.0-only
import { makeScreen, paragraph, printable } from "../../screen.ts";

/** A mail's lines, so that they survive being quoted. */
const SCREEN = makeScreen(72, false);

/** Characters of one paragraph: of more, nobody reads the rest. */
const LONGEST = 4000;

/** A paragraph, as lines; one that is indented stays so. */
export function mailText(words: string): string[] {
  const bare = words.slice(0, LONGEST).trimStart();
  const indent = words.length - words.trimStart().length;
  return paragraph(SCREEN, printable(bare), Math.min(indent, 8)).split("\n");
}
