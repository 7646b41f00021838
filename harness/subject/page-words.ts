// SPDX-License-Identifier: GPL-2.0-only
import type { ViewRef } from "./page-ref.ts";

/** A page or a place of a step in words: `page 0 of m`, `the page of op 1`, `ordinary lowmem page 2`, `address k`. */
export function pageWords(ref: ViewRef): string {
  if ("map" in ref) return `page ${ref.page} of ${ref.map}`;
  if ("api" in ref) return `the page of op ${ref.api}`;
  return "mapping" in ref ? `address ${ref.mapping}` : `ordinary ${ref.ordinary} page ${ref.index}`;
}
