// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../base/project-root.ts";

let known: string | null = null;

/** Changes with anything of ours that goes into what is made of a tree. It does not change while a process runs. */
export function ownDigest(): string {
  if (known !== null) return known;
  const digest = createHash("sha256");
  for (const dir of ["csrc/kernel", "csrc/override", "csrc/include/hunkbox"]) {
    const at = join(projectRoot(), dir);
    const names = readdirSync(at, { recursive: true, encoding: "utf8" }).filter((name) =>
      /\.[chs]$/.test(name),
    );
    for (const name of names.sort()) digest.update(`${name}\0${readFileSync(join(at, name), "utf8")}\0`);
  }
  known = digest.digest("hex").slice(0, 32);
  return known;
}
