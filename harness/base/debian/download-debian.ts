// SPDX-License-Identifier: GPL-2.0-only
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { BaseError } from "../base-error.ts";
import { runProgram } from "../run-program.ts";

/**
 * Downloads a package into a folder.
 *
 * @returns the path of the package file
 * @throws BaseError if there is no network, or no room
 */
export async function downloadDebian(name: string, dir: string): Promise<string> {
  const run = await runProgram("apt-get", ["-q", "download", name], { cwd: dir });
  const file = readdirSync(dir).find((one) => one.startsWith(`${name}_`) && one.endsWith(".deb"));
  if (run?.code === 0 && file !== undefined) return join(dir, file);
  const lines = (run?.stderr ?? "").split("\n").filter((line) => line.startsWith("E: "));
  const why = lines[0]?.slice(3) ?? "apt-get brought nothing";
  if (/No space left|enough free space|Disk quota/i.test(run?.stderr ?? "")) {
    throw new BaseError(
      `the disk is full: cannot download ${name} to ${dir}`,
      "free some space (about 500 MB), or set HUNKBOX_CACHE to a folder elsewhere",
      "machine",
    );
  }
  throw new BaseError(
    `cannot download ${name}: ${why}`,
    "is there a network? If the package has a newer version by now: apt-get update",
    "machine",
  );
}
