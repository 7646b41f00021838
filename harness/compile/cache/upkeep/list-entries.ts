// SPDX-License-Identifier: GPL-2.0-only
import { type Dirent, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { kindOf } from "./kind-of.ts";

/** An entry of the cache as it lies on the disk. */
export interface Entry {
  readonly key: string;
  /** What it is: `module`. */
  readonly kind: string;
  /** When it was used last, to an hour or so; in milliseconds since 1970. */
  readonly used: number;
  /** On the disk. Of a file that stands in several entries, the newest has the bytes. */
  readonly bytes: number;
}

/** What the system counts blocks in. */
const BLOCK = 512;

/**
 * @param dir the cache's folder
 * @returns what hunkbox has put there, what was used last first
 */
export function listEntries(dir: string): Entry[] {
  const found: { key: string; kind: string; used: number }[] = [];
  for (const { name } of namesIn(dir)) {
    const kind = kindOf(name);
    const used = kind === null ? undefined : statOf(join(dir, name))?.mtimeMs;
    if (kind !== null && used !== undefined) found.push({ key: name, kind, used });
  }
  found.sort((a, b) => b.used - a.used || (a.key < b.key ? -1 : 1));
  const seen = new Set<string>();
  return found.map((entry) => ({ ...entry, bytes: bytesOf(join(dir, entry.key), seen) }));
}

function bytesOf(path: string, seen: Set<string>): number {
  const stat = statOf(path);
  if (stat === undefined) return 0;
  // exported commits share files
  if (stat.nlink > 1 && !stat.isDirectory()) {
    const name = `${stat.dev} ${stat.ino}`;
    if (seen.has(name)) return 0;
    seen.add(name);
  }
  let bytes = stat.blocks * BLOCK;
  if (stat.isDirectory()) for (const { name } of namesIn(path)) bytes += bytesOf(join(path, name), seen);
  return bytes;
}

const statOf = (path: string) => lstatSync(path, { throwIfNoEntry: false });

function namesIn(dir: string): Dirent[] {
  try {
    return readdirSync(dir, { withFileTypes: true });
  } catch {
    // gone in the meantime
    return [];
  }
}
