// SPDX-License-Identifier: GPL-2.0-only
import { writeFileSync } from "node:fs";
import { ToolError } from "../build/tool-error.ts";

/** @param path as given with --json: a file, or `-` for standard output */
export function writeReport(path: string, text: string): void {
  if (path === "-") {
    process.stdout.write(text);
    return;
  }
  try {
    writeFileSync(path, text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ToolError(`cannot write the report ${path}: ${why}`, "choose another file with --json");
  }
}
