// SPDX-License-Identifier: GPL-2.0-only
import { printable } from "../../screen.ts";

/** Characters that an excerpt of a log may have. */
const LONGEST = 16_384;

/** @returns lines as `log_excerpt` of an object; nothing if there are none */
export function excerpt(lines: readonly string[]): { readonly log_excerpt?: string } {
  if (lines.length === 0) return {};
  const text = lines.map((line) => printable(line.slice(0, LONGEST))).join("\n");
  if (text.length <= LONGEST) return { log_excerpt: text };
  const mark = "\n[...]";
  return { log_excerpt: `${text.slice(0, LONGEST - mark.length).toWellFormed()}${mark}` };
}
