// SPDX-License-Identifier: GPL-2.0-only

import { takeAway } from "../take-away.ts";
import { listEntries } from "./list-entries.ts";

/** How full a cache may be when room was made: else the next run would have to make some again. */
const FULL = 0.8;

/**
 * Removes what was not used for longest, if a cache is larger than it may be. What a living process holds stays.
 *
 * @param dir the cache's folder
 * @param limit bytes that it may have
 */
export function makeRoom(dir: string, limit: number): void {
  const entries = listEntries(dir);
  const total = entries.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total <= limit) return;
  let kept = 0;
  for (const { key, bytes } of entries) {
    kept += bytes;
    if (kept > FULL * limit) takeAway(dir, key);
  }
}
