// SPDX-License-Identifier: GPL-2.0-only
import { faultPoints } from "./fault-points.ts";

/**
 * Puts the question whether it is to fail first in each function of the runtime that can. No line moves.
 *
 * @param text the runtime, preprocessed
 * @param partOf says in which part of it a line stands
 */
export function askAtFaultPoints(text: string, partOf: (line: number) => string): string {
  const parts: string[] = [];
  let at = 0;
  for (const { offset, question } of faultPoints(text, partOf)) {
    parts.push(text.slice(at, offset), question);
    at = offset;
  }
  return parts.join("") + text.slice(at);
}
