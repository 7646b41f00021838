// SPDX-License-Identifier: GPL-2.0-only
import type { Emptied } from "../compile/cache/upkeep/empty-cache.ts";
import type { Entry } from "../compile/cache/upkeep/list-entries.ts";

/** A cache as `hunkbox cache` shows it. */
export interface CacheState {
  readonly dir: string;
  /** What decided where it is. */
  readonly by: string;
  /** Bytes that it may have. */
  readonly limit: number;
  /** What was used last first. */
  readonly entries: readonly Entry[];
}

/** @returns what a cache holds, line by line: a word, then what it is, in columns */
export function cacheReport({ dir, by, limit, entries }: CacheState): string {
  const oldest = entries.at(-1);
  const rows = [
    ["folder", dir],
    ["chosen by", by],
    ["size", sizeText(bytesOf(entries))],
    ["limit", sizeText(limit)],
    ["entries", String(entries.length)],
    ["oldest use", oldest === undefined ? "never" : new Date(oldest.used).toISOString().slice(0, 10)],
  ] as const;
  const lines = rows.map(([name, value]) => `${name.padEnd(12)}${value}`);
  const kinds = [...new Set(entries.map(({ kind }) => kind))].sort();
  if (kinds.length > 0) lines.push("", `${"kind".padEnd(12)}${"entries".padStart(8)}${"size".padStart(9)}`);
  for (const kind of kinds) {
    const ofKind = entries.filter((entry) => entry.kind === kind);
    lines.push(kind.padEnd(12) + String(ofKind.length).padStart(8) + sizeText(bytesOf(ofKind)).padStart(9));
  }
  return `${lines.join("\n")}\n`;
}

/** @returns what emptying a cache has freed, and what stays */
export function emptiedReport(dir: string, { removed, kept }: Emptied): string {
  const lines = [`freed ${sizeText(bytesOf(removed))}: ${countOf(removed)} in ${dir}`];
  const [stay, are] = kept.length === 1 ? ["stays: it", "is"] : ["stay: they", "are"];
  if (kept.length > 0)
    lines.push(`${countOf(kept)} ${stay} ${are} in use, or may not be removed by this user`);
  return `${lines.join("\n")}\n`;
}

const countOf = ({ length }: readonly Entry[]): string => `${length} ${length === 1 ? "entry" : "entries"}`;

const bytesOf = (entries: readonly Entry[]): number => entries.reduce((sum, { bytes }) => sum + bytes, 0);

/** In the units that HUNKBOX_CACHE_SIZE takes: `23.4M`. */
function sizeText(bytes: number): string {
  for (const [power, unit] of [
    [3, "G"],
    [2, "M"],
    [1, "K"],
  ] as const)
    if (bytes >= 1024 ** power) return `${(bytes / 1024 ** power).toFixed(1)}${unit}`;
  return String(bytes);
}
