// SPDX-License-Identifier: GPL-2.0-only
import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { checkPath } from "../../patch/diff/check-path.ts";

/** No file of a kernel tree that is compiled is larger. */
const LARGEST = 10_000_000;

/**
 * Reads a file of a kernel tree. What a patch names is hostile: a path that leads out of the tree, also by way of a
 * symbolic link, or into .git, does not exist; nor does what is no file, or one of more than 10 MB.
 *
 * @param dir the tree's folder, absolute and free of symbolic links
 * @param path kernel path
 * @returns null if there is no such file
 */
export function readTreeFile(dir: string, path: string): string | null {
  if (checkPath(path) !== null) return null;
  let fd: number;
  try {
    const real = realpathSync(join(dir, path));
    const root = dir.endsWith("/") ? dir : `${dir}/`;
    if (!real.startsWith(root) || checkPath(real.slice(root.length)) !== null) return null;
    // a pipe without a writer must not hold us up
    fd = openSync(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return null;
  }
  try {
    const stat = fstatSync(fd);
    return stat.isFile() && stat.size <= LARGEST ? readFileSync(fd, "utf8") : null;
  } catch {
    return null;
  } finally {
    closeSync(fd);
  }
}
