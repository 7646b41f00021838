// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from "node:crypto";
import { rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "../run-program.ts";
import type { TreeStore } from "../tree/tree-store.ts";

/** A package as apt would download it now. */
export interface AptPackage {
  /** `linux-source-6.1_6.1.192-2_all.deb` */
  readonly file: string;
  readonly bytes: number;
}

/** Why there is none: no apt-get on this machine, or a name that it does not know. */
export interface NoAptPackage {
  readonly missing: "apt-get" | "package";
  readonly stderr: string;
}

/** What apt's answer depends on. */
const APT_STATE = [
  "/var/lib/apt/lists",
  "/etc/apt",
  "/etc/apt/apt.conf.d",
  "/etc/apt/preferences.d",
  "/etc/apt/sources.list",
  "/etc/apt/sources.list.d",
];

/**
 * Asks apt, without a network, which version of a package it would download. Its answer is kept until its lists
 * change, since it takes a second.
 */
export async function aptPackage(name: string, store: TreeStore): Promise<AptPackage | NoAptPackage> {
  const state = createHash("sha256").update([name, ...APT_STATE.map(stamp)].join("\n"));
  const key = `apt-${state.digest("hex").slice(0, 32)}`;
  const known = store.read(key, "uri");
  if (known !== null) {
    const found = parseUri(known.toString(), name);
    if (found !== null) return found;
  }
  const run = await runProgram("apt-get", ["--print-uris", "download", name]);
  if (run === null) return { missing: "apt-get", stderr: "" };
  const uri = run.stdout.toString();
  const found = run.code === 0 ? parseUri(uri, name) : null;
  if (found === null) return { missing: "package", stderr: run.stderr };
  const scratch = store.scratch();
  try {
    writeFileSync(join(scratch, "uri"), uri);
    store.adopt(key, scratch, ["uri"]);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return found;
}

/** A line as apt prints it: `'http://…' linux-source-6.1_6.1.192-2_all.deb 139331676 SHA256:…` */
function parseUri(text: string, name: string): AptPackage | null {
  const match = /^'[^']*' ([\w.+~%:-]+_all\.deb) (\d+)\b/m.exec(text);
  if (match?.[1]?.startsWith(`${name}_`) !== true) return null;
  return { file: match[1], bytes: Number(match[2]) };
}

function stamp(path: string): string {
  try {
    return String(statSync(path).mtimeMs);
  } catch {
    return "";
  }
}
