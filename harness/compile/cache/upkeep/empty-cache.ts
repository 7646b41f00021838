// SPDX-License-Identifier: GPL-2.0-only
import { rmSync } from "node:fs";
import { join } from "node:path";
import { takeAway } from "../take-away.ts";
import { type Entry, listEntries } from "./list-entries.ts";
import { GROWTH } from "./size-keeper.ts";
import { sweepDead } from "./sweep-dead.ts";

/** What came of emptying a cache. */
export interface Emptied {
  readonly removed: readonly Entry[];
  /** Entries that stay: a living process holds them, or they may not be removed. */
  readonly kept: readonly Entry[];
}

/**
 * Removes what hunkbox has made in a cache, and nothing else: what living processes work on, and what they hold, stays.
 *
 * @param dir the cache's folder
 */
export function emptyCache(dir: string): Emptied {
  sweepDead(dir);
  const removed: Entry[] = [];
  const kept: Entry[] = [];
  for (const entry of listEntries(dir)) (takeAway(dir, entry.key) ? removed : kept).push(entry);
  rmSync(join(dir, GROWTH), { force: true });
  return { removed, kept };
}
