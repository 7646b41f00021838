// SPDX-License-Identifier: GPL-2.0-only
import type { Place } from "../judge/verdict/finding.ts";

/** `drivers/xen/gntdev.c:120 in gntdev_alloc_map (hunk 2, after)`. */
export function placeName({ file, line, function: name, side, hunk }: Place): string {
  const inHunk = hunk === null ? "" : `hunk ${hunk.number}, `;
  return `${file}:${line}${name === "" ? "" : ` in ${name}`} (${inHunk}${side})`;
}
