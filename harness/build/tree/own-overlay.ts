// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from "node:crypto";
import type { Cache } from "../cache.ts";
import { VIRTUAL_ROOT } from "../compile-flags.ts";
import { makeOverlay } from "../overlay.ts";
import { ownHeaders, type SourceTree } from "../source-tree.ts";

/** What slices are compiled with: they have their tree's headers in them already, and beside them there are only ours. */
export function ownOverlay(cache: Cache): Pick<SourceTree, "overlay" | "headersKey"> {
  const headers = new Map(ownHeaders().map(([path, text]) => [`${VIRTUAL_ROOT}/${path}`, text]));
  const digest = createHash("sha256");
  for (const [path, text] of headers) digest.update(`${path}\0${text}\0`);
  return { overlay: makeOverlay(cache, headers, null), headersKey: digest.digest("hex").slice(0, 32) };
}
