// SPDX-License-Identifier: GPL-2.0-only
import { many } from "../base/many.ts";
import type { InspectedSide } from "../compile/tree/inspect-side.ts";
import { paragraph, printable, type Screen } from "./screen.ts";

/** Errors that are shown of a side of which nothing can be made. */
const MOST_ERRORS = 5;

/** What a report about one side begins with, and why there is nothing more, if so. */
export function sideTitle(what: string, side: InspectedSide, screen: Screen): string[] {
  const { config, unavailable, errors } = side;
  const lines = [screen.colors.bold(`${what} of the after side in ${config}`)];
  if (unavailable !== "") lines.push(paragraph(screen, printable(`none: ${unavailable}`), 2, 2));
  for (const { file, line, message } of errors.slice(0, MOST_ERRORS))
    lines.push(paragraph(screen, printable(`${file}:${line}: ${message}`), 2, 2));
  if (errors.length > MOST_ERRORS) lines.push(`  and ${many(errors.length - MOST_ERRORS, "more error")}`);
  return lines;
}
