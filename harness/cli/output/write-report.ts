// SPDX-License-Identifier: GPL-2.0-only
import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { ToolError } from "../../compile/toolchain/tool-error.ts";

/**
 * Writes a file as a whole or not at all: what was there stays until the new text is.
 *
 * @param path a file, or `-` for standard output
 * @param hint what to do if it cannot be written
 */
export function writeReport(path: string, text: string, hint = "choose another file"): void {
  if (path === "-") {
    process.stdout.write(text);
    return;
  }
  try {
    const known = statSync(path, { throwIfNoEntry: false });
    // a pipe or a device is nothing to be replaced
    if (known !== undefined && !known.isFile()) writeFileSync(path, text);
    else replaceFile(known === undefined ? path : realpathSync(path), text, known?.mode);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ToolError(`cannot write ${path}: ${why}`, hint);
  }
}

function replaceFile(path: string, text: string, mode: number | undefined): void {
  const beside = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(beside, text, { flag: "wx", ...(mode === undefined ? {} : { mode }) });
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}
