// SPDX-License-Identifier: GPL-2.0-only
import { ToolError } from "../toolchain/tool-error.ts";

/** @returns the error that the cache in a folder cannot be written, with the reason that the system gave */
export function cannotWrite(dir: string, error: unknown): ToolError {
  const why = error instanceof Error ? error.message : String(error);
  return new ToolError(
    `cannot write the module cache ${dir}: ${why}`,
    "free some space, or set HUNKBOX_CACHE to a folder that can be made and written",
  );
}
