// SPDX-License-Identifier: GPL-2.0-only
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { BaseError } from "../base-error.ts";
import { NEEDED_PARTS } from "../tree/needed-parts.ts";
import { type PipelineEnd, runPipeline } from "./run-pipeline.ts";

/**
 * Unpacks what is needed of a linux-source package: a tarball within the package, which is installed nowhere.
 *
 * @param deb the package file
 * @param name of the package: `linux-source-6.1`
 * @param to a folder to make
 * @throws BaseError if a program is missing, the disk is full or the package is damaged
 */
export async function unpackDebian(deb: string, name: string, to: string): Promise<void> {
  mkdirSync(to);
  const inner = `./usr/src/${name}.tar.xz`;
  const parts = NEEDED_PARTS.map((part) => `${name}/${part}`);
  const extract = ["-x", "-f", "-", "-C", to, "--strip-components=1", "--no-same-owner", "--anchored"];
  const ends = await runPipeline([
    ["dpkg-deb", "--fsys-tarfile", deb],
    ["tar", "-x", "-O", "-f", "-", inner],
    ["xz", "-d", "-c", "-T0"],
    ["tar", ...extract, "--wildcards", "--wildcards-match-slash", "--", ...parts],
  ]);
  const missing = ends.find((end) => end.missing);
  if (missing !== undefined) {
    throw new BaseError(
      `cannot unpack ${name}: ${missing.program} is not installed`,
      "install dpkg, tar and xz-utils; elsewhere than on Debian give an unpacked tree with --tree",
      "machine",
    );
  }
  if (ends.some(({ stderr }) => /No space left on device|Disk quota exceeded/.test(stderr))) {
    throw new BaseError(
      `the disk is full: cannot unpack ${name} to ${join(to, "..")}`,
      "free some space (about 500 MB), or set HUNKBOX_CACHE to a folder elsewhere",
      "machine",
    );
  }
  // the last one first: where it fails, those before it fail for want of a reader
  const failed = ends.toReversed().find((end) => end.code !== 0 && !lacksOnly(end));
  if (failed === undefined) return;
  throw new BaseError(
    `cannot unpack ${name}: ${failed.program}: ${lastLine(failed.stderr) || `exit code ${failed.code}`}`,
    "the package may be damaged: run the command again, or unpack it by hand and give --tree",
    "machine",
  );
}

/** An old kernel need not have all the parts; whether it is a kernel tree is looked at later. */
function lacksOnly({ program, stderr }: PipelineEnd): boolean {
  const lines = stderr.trim().split("\n");
  return (
    program === "tar" &&
    lines.every((line) => /: Not found in archive$|^tar: Exiting with failure status/.test(line)) &&
    !lines.some((line) => line.includes("usr/src"))
  );
}

const lastLine = (text: string): string =>
  text
    .trim()
    .split("\n")
    .findLast((line) => !/^tar: Exiting with failure status/.test(line)) ?? "";
