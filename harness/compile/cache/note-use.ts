// SPDX-License-Identifier: GPL-2.0-only
import { statSync, utimesSync } from "node:fs";

/** A use that is noted is not noted again for so long: what is looked at is which entries nobody uses for days. */
const COARSE_MS = 3_600_000;

const noted = new Set<string>();

/**
 * Notes that an entry is used, by the time of its folder.
 *
 * @param place the entry's folder
 */
export function noteUse(place: string): void {
  if (noted.has(place)) return;
  noted.add(place);
  try {
    const now = Date.now();
    if (now - statSync(place).mtimeMs > COARSE_MS) utimesSync(place, now / 1000, now / 1000);
  } catch {
    // a cache that may only be read, or an entry that goes at this moment
  }
}
