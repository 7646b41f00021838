// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Cache } from "../cache/cache.ts";

const digest = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 32);

/**
 * A view of the file system for the compiler: these texts, and behind them one folder. No other path exists in it.
 *
 * @param texts by virtual path
 * @param folder virtual path and place on the disk of a folder that is seen through, or null
 * @returns path of the overlay file for -ivfsoverlay
 */
export function makeOverlay(
  cache: Cache,
  texts: ReadonlyMap<string, string>,
  folder: readonly [string, string] | null,
): string {
  const files = new Map<string, string>();
  for (const [path, text] of texts) {
    const key = `text-${digest(text)}`;
    if (cache.find(key, "h") === null) cache.put(key, { h: text });
    files.set(path, join(cache.dir, key, "h"));
  }
  const overlay = JSON.stringify({
    version: 0,
    "case-sensitive": true,
    "overlay-relative": false,
    fallthrough: false,
    "use-external-names": false,
    roots: [
      ...[...files].map(([name, contents]) => ({ type: "file", name, "external-contents": contents })),
      ...(folder === null
        ? []
        : [{ type: "directory-remap", name: folder[0], "external-contents": folder[1] }]),
    ],
  });
  const key = `overlay-${digest(overlay)}`;
  if (cache.find(key, "overlay.yaml") === null) cache.put(key, { "overlay.yaml": overlay });
  return join(cache.dir, key, "overlay.yaml");
}
