// SPDX-License-Identifier: GPL-2.0-only
import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { ToolError } from "../../compile/toolchain/tool-error.ts";

/**
 * Says early what writeReport would say in the end: a gate may run for long.
 *
 * @param path a file, or `-` for standard output
 * @param hint what to do if it cannot be written
 */
export function checkWritable(path: string, hint: string): void {
  if (path === "-") return;
  try {
    const known = statSync(path, { throwIfNoEntry: false });
    if (known?.isDirectory()) throw new Error("it is a folder");
    // a file is replaced by another from beside it
    const isFile = known === undefined || known.isFile();
    accessSync(isFile ? dirname(known === undefined ? path : realpathSync(path)) : path, constants.W_OK);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ToolError(`cannot write ${path}: ${why}`, hint);
  }
}
