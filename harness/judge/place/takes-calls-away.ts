// SPDX-License-Identifier: GPL-2.0-only
import type { SideText } from "./locate.ts";

/** Words that a parenthesis follows and that call nothing. */
const NO_CALL = new Set(["if", "while", "for", "switch", "return", "sizeof", "typeof", "defined"]);

/** What only checks or tells: without it nothing else is left undone. */
const TELLS = /^(?:(?:VM_)?(?:BUG|WARN)(?:_ON)?(?:_ONCE)?|printk|pr_\w+)$/;

/**
 * Whether a patch takes calls out of the code, so that something that was done is not done any more: a name that it removes
 * more often than it adds it.
 *
 * @param text the side that the patch leads to
 */
export function takesCallsAway(text: SideText): boolean {
  const answer = known.get(text) ?? hasFewerCalls(text);
  known.set(text, answer);
  return answer;
}

/** What was found of a side: it is asked of each violation. */
const known = new WeakMap<SideText, boolean>();

function hasFewerCalls({ placed, isOld }: SideText): boolean {
  const counts = new Map<string, number>();
  for (const { hunk } of placed) {
    for (const { op, text } of hunk.lines) {
      if (op === " ") continue;
      // where the sides are exchanged, so are the signs
      const change = (op === "+") !== isOld ? 1 : -1;
      for (const [, name] of text.matchAll(/\b([A-Za-z_]\w*)\s*\(/g))
        if (!NO_CALL.has(name!) && !TELLS.test(name!)) counts.set(name!, (counts.get(name!) ?? 0) + change);
    }
  }
  return [...counts.values()].some((count) => count < 0);
}
