// SPDX-License-Identifier: GPL-2.0-only
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { isGone } from "../../../base/owner/is-gone.ts";

/** Work in progress as makeScratch names it, and locks: of these the owner stands in the file. */
const SCRATCH = /^tmp-([0-9a-f]{12}\.\d+\.\d+)-\w{6}$/;
const LOCK = /^lock-tree-linux-source-/;

/**
 * Removes what processes that are gone left behind. What belongs to a living one is never touched, and neither is what
 * hunkbox did not make.
 *
 * @param dir the cache's folder
 */
export function sweepDead(dir: string): void {
  for (const name of namesIn(dir)) {
    const path = join(dir, name);
    try {
      const owner = SCRATCH.exec(name)?.[1] ?? (LOCK.test(name) ? readFileSync(path, "utf8") : null);
      if (owner === null || !isGone(owner, Date.now() - statSync(path).mtimeMs)) continue;
      // a compiler that outlived its hunkbox may still write into it
      rmSync(path, { recursive: true, force: true, maxRetries: 3 });
    } catch {
      // another process was quicker, or it is somebody else's: then whose it is removes it
    }
  }
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch {
    return [];
  }
}
