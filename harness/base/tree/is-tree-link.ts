// SPDX-License-Identifier: GPL-2.0-only
import { realpathSync } from "node:fs";
import { join } from "node:path";

/**
 * True for a path of a kernel tree that is a symbolic link or leads through one: its text is that of another file.
 *
 * @param dir the tree's folder, absolute and free of symbolic links
 */
export function isTreeLink(dir: string, path: string): boolean {
  try {
    return realpathSync(join(dir, path)) !== join(dir, path);
  } catch {
    return false;
  }
}
