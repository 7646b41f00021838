// SPDX-License-Identifier: GPL-2.0-only
import { mkdirSync, rmSync, statSync } from "node:fs";
import { makeScratch } from "./make-scratch.ts";

/** By the cache's folder. */
const made = new Map<string, string>();

/**
 * A folder of this process's own in the cache, for what has to stay as long as it runs. It goes when the process ends.
 *
 * @param dir the cache's folder
 * @throws Error if it cannot be made
 */
export function ownFolder(dir: string): string {
  const known = made.get(dir);
  if (known !== undefined && statSync(known, { throwIfNoEntry: false }) !== undefined) return known;
  // whoever empties the cache by hand may take it along
  mkdirSync(dir, { recursive: true });
  const own = makeScratch(dir);
  if (made.size === 0) process.once("exit", removeAll);
  made.set(dir, own);
  return own;
}

function removeAll(): void {
  for (const path of made.values())
    try {
      rmSync(path, { recursive: true, force: true });
    } catch {
      // its name tells that its owner is gone
    }
}
