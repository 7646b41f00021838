// SPDX-License-Identifier: GPL-2.0-only
import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { BaseError } from "../base-error.ts";
import type { KernelTree } from "./kernel-tree.ts";
import { readTreeFile } from "./read-tree-file.ts";

/** What is known about a tree beside what its folder says. */
export interface TreeOrigin {
  /** What stands behind the version in its name: `at /home/x/linux`, `(linux-source-6.1)`. */
  readonly from: string;
  readonly identity: string | null;
  readonly kconfig: string | null;
}

/**
 * Opens a folder as a kernel tree.
 *
 * @throws BaseError if it is none, or cannot be read
 */
export function openTree(folder: string, origin: TreeOrigin): KernelTree {
  const dir = realFolder(resolve(folder));
  const makefile = readTreeFile(dir, "Makefile");
  const parts = ["VERSION", "PATCHLEVEL", "SUBLEVEL"].map((name) => numberOf(makefile ?? "", name));
  const [version, patchlevel, sublevel] = parts;
  if (version === null || version === undefined || patchlevel === null || patchlevel === undefined) {
    const what = makefile === null ? "it has no Makefile" : "its Makefile sets no VERSION and PATCHLEVEL";
    throw notKernel(dir, what);
  }
  if (!isFolder(join(dir, "arch", "x86", "xen"))) throw notKernel(dir, "it has no arch/x86/xen");
  const extra = /^EXTRAVERSION[ \t]*=[ \t]*([-.+~\w]*)/m.exec(makefile ?? "")?.[1] ?? "";
  const release = `${version}.${patchlevel}.${sublevel ?? 0}${extra}`;
  return {
    dir,
    name: `linux ${release} ${origin.from}`,
    release,
    version: [version, patchlevel, sublevel ?? 0],
    identity: origin.identity,
    kconfig: origin.kconfig,
  };
}

function realFolder(path: string): string {
  let dir: string;
  try {
    dir = realpathSync(path);
    if (!statSync(dir).isDirectory()) {
      throw new BaseError(`${path} is not a directory`, "give the top folder of an unpacked kernel tree");
    }
    accessSync(dir, constants.R_OK | constants.X_OK);
  } catch (error) {
    if (error instanceof BaseError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    const why =
      code === "ENOENT" ? "there is no such directory" : code === "EACCES" ? "not readable" : message;
    throw new BaseError(`cannot read the kernel tree ${path}: ${why}`, "check the path and its permissions");
  }
  return dir;
}

const notKernel = (dir: string, what: string): BaseError =>
  new BaseError(
    `${dir} is not a kernel tree: ${what}`,
    "give the top folder, the one that holds arch/ and drivers/",
  );

function numberOf(makefile: string, name: string): number | null {
  const found = new RegExp(`^${name}[ \\t]*=[ \\t]*(\\d{1,5})[ \\t]*$`, "m").exec(makefile);
  return found === null ? null : Number(found[1]);
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
