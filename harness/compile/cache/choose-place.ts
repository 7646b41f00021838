// SPDX-License-Identifier: GPL-2.0-only
import { accessSync, chmodSync, constants, lstatSync, mkdirSync } from "node:fs";
import { homedir, tmpdir, userInfo } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { ToolError } from "../toolchain/tool-error.ts";
import { makeFolder } from "./make-folder.ts";

/** Where the cache is, and why there. */
export interface Place {
  readonly dir: string;
  /** What decided it, as a user knows it: `HUNKBOX_CACHE`. */
  readonly by: string;
}

/**
 * The folder for the cache: $HUNKBOX_CACHE, else hunkbox in $XDG_CACHE_HOME or ~/.cache, else (where that cannot be made or
 * written) a folder of this user's among the temporary files, which nobody else may write.
 *
 * @throws ToolError if that last one is somebody else's
 */
export function choosePlace(): Place {
  const chosen = process.env["HUNKBOX_CACHE"] ?? "";
  if (chosen !== "") return { dir: resolve(chosen), by: "HUNKBOX_CACHE" };
  const xdg = process.env["XDG_CACHE_HOME"] ?? "";
  // as its specification says
  const [caches, by] = isAbsolute(xdg)
    ? [xdg, "XDG_CACHE_HOME"]
    : [join(home(), ".cache"), "the home folder"];
  const dir = join(caches, "hunkbox");
  if (isAbsolute(caches) && canWrite(dir)) return { dir, by };
  return { dir: amongTemporary(), by: `the temporary files, as ${dir} cannot be written` };
}

function home(): string {
  try {
    return homedir();
  } catch {
    // a user that the system does not know
    return "";
  }
}

function canWrite(dir: string): boolean {
  try {
    makeFolder(dir, 0o700);
    accessSync(dir, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function amongTemporary(): string {
  const { uid } = userInfo();
  const dir = join(tmpdir(), `hunkbox-${uid}`);
  try {
    mkdirSync(dir, { mode: 0o700 });
  } catch {
    // there already, or told by whoever writes there
  }
  const stat = lstatSync(dir, { throwIfNoEntry: false });
  if (stat === undefined) return dir;
  // anybody may make a folder or a link of that name, and what is in it is run
  if (!stat.isDirectory() || stat.uid !== uid)
    throw new ToolError(
      `the module cache would be ${dir}, which belongs to somebody else or is no folder`,
      "set HUNKBOX_CACHE to a folder of yours",
    );
  if ((stat.mode & 0o077) !== 0) chmodSync(dir, 0o700);
  return dir;
}
