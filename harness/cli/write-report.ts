// SPDX-License-Identifier: GPL-2.0-only
import { writeFileSync } from "node:fs";
import { ToolError } from "../build/tool-error.ts";

/**
 * @param path a file, or `-` for standard output
 * @param hint what to do if it cannot be written
 */
export function writeReport(path: string, text: string, hint = "choose another file"): void {
  if (path === "-") {
    process.stdout.write(text);
    return;
  }
  try {
    writeFileSync(path, text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ToolError(`cannot write ${path}: ${why}`, hint);
  }
}
