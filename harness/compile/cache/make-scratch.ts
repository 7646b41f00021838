// SPDX-License-Identifier: GPL-2.0-only
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { ownName } from "../../base/owner/own-name.ts";

/**
 * Makes a folder for work in progress, whose name tells whose it is. Whoever made it removes it.
 *
 * @param dir the cache's folder
 * @throws Error if it cannot be made
 */
export const makeScratch = (dir: string): string => mkdtempSync(join(dir, `tmp-${ownName()}-`));
