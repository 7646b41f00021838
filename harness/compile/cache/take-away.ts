// SPDX-License-Identifier: GPL-2.0-only
import { randomBytes } from "node:crypto";
import { readdirSync, renameSync, rmdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { isGone } from "../../base/owner/is-gone.ts";
import { ownName } from "../../base/owner/own-name.ts";
import { PINS } from "./pin.ts";

/**
 * Takes an entry out of the cache, whole: it is renamed first, so that nobody finds a part of it. One that a living
 * process holds stays.
 *
 * @param dir the cache's folder
 * @param key of the entry; it need not be there
 * @returns false if it is held, or may not be removed
 */
export function takeAway(dir: string, key: string): boolean {
  const place = join(dir, key);
  // as makeScratch names folders; on a full disk none can be made, but one can be renamed
  const away = join(dir, `tmp-${ownName()}-${randomBytes(3).toString("hex")}`);
  try {
    if (!letGo(join(place, PINS))) return false;
    renameSync(place, away);
  } catch (error) {
    // another process was quicker
    return (error as NodeJS.ErrnoException).code === "ENOENT";
  }
  try {
    rmSync(away, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    // its name tells when it may be swept
  }
  return true;
}

/** A folder that has something in it cannot be removed, and in one that is not there nothing can be made: nobody comes between. */
function letGo(pins: string): boolean {
  try {
    for (const owner of readdirSync(pins)) {
      const pin = join(pins, owner);
      if (isGone(owner, Date.now() - statSync(pin).mtimeMs)) rmSync(pin, { force: true });
    }
    rmdirSync(pins);
    return true;
  } catch (error) {
    // most entries have none
    return (error as NodeJS.ErrnoException).code === "ENOENT";
  }
}
