// SPDX-License-Identifier: GPL-2.0-only
import type { Change, ExpectedFinding } from "./change.ts";

/** What is done with a mistake: put in, or taken out. `none`: the change makes no mistake. */
export const TURNS = ["bug", "fix", "none"] as const;
export type Turn = (typeof TURNS)[number];

/** One check of a change, and the right answer. */
export interface Question {
  readonly turn: Turn;
  /** The patch is applied backwards. */
  readonly reverse: boolean;
  readonly exits: readonly number[];
  /** One of these has to be regressed (bug) or fixed (fix). */
  readonly findings: readonly ExpectedFinding[];
}

const USUAL = {
  bug: { bug: [1], fix: [0] },
  fix: { bug: [1], fix: [0] },
  unseen: { bug: [4], fix: [4] },
} as const;

/** @returns what is asked of a change: both directions of a mistake, and the way that a harmless patch goes */
export function questionsOf({ kind, exit, findings }: Change): Question[] {
  if (kind === "harmless") return [{ turn: "none", reverse: false, exits: [0], findings: [] }];
  const exits = exit ?? USUAL[kind];
  const isFix = kind === "fix";
  const bug = { turn: "bug", reverse: isFix, exits: exits.bug, findings } as const;
  const fix = { turn: "fix", reverse: !isFix, exits: exits.fix, findings } as const;
  // the way of the patch first
  return isFix ? [fix, bug] : [bug, fix];
}
