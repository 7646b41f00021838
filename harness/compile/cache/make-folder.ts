// SPDX-License-Identifier: GPL-2.0-only
import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder and those above it, one by one: Node's own way tries for ever below /proc.
 *
 * @param mode of what is made, as for chmod, less what umask takes
 * @throws Error if one of them cannot be made
 */
export function makeFolder(dir: string, mode = 0o777): void {
  if (existsSync(dir)) return;
  makeFolder(dirname(dir), mode);
  try {
    mkdirSync(dir, { mode });
  } catch (error) {
    // another process was quicker
    if (!existsSync(dir)) throw error;
  }
}
