// SPDX-License-Identifier: GPL-2.0-only
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ownName } from "../../base/owner/own-name.ts";

/** In an entry that is read for as long as a process runs, a kernel's tree: one file for each process that does. */
export const PINS = "pins";

/** Without the right to write nobody can hold an entry; who has it is not known to remove them. */
const READ_ONLY = new Set(["EROFS", "EACCES", "EPERM"]);

const held = new Set<string>();

/**
 * Holds an entry in place until this process ends.
 *
 * @param place the entry's folder
 * @returns false if it is not there, or is being removed
 * @throws Error if the disk is full
 */
export function pin(place: string): boolean {
  const path = join(place, PINS, ownName());
  try {
    writeFileSync(path, "");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (code !== "ENOENT" && !READ_ONLY.has(code)) throw error;
    return code !== "ENOENT";
  }
  if (held.size === 0) process.once("exit", letGoOfAll);
  held.add(path);
  return true;
}

function letGoOfAll(): void {
  for (const path of held)
    try {
      rmSync(path, { force: true });
    } catch {
      // its name tells that its owner is gone
    }
}
