// SPDX-License-Identifier: GPL-2.0-only
import { findPatches } from "./find-patches.ts";
import { missingNumbers } from "./missing-numbers.ts";
import type { Series } from "./series.ts";

/**
 * Parses an input of any kind (a mail, an mbox, a page of a list archive saved as text, what git show and git log -p
 * print, a plain diff) into the patches that it holds. Throws PatchError and nothing else.
 *
 * @param name what errors call the input
 */
export async function parseSeries(input: Uint8Array, name: string): Promise<Series> {
  const { covers, patches, none, notices } = await findPatches(input, name);
  if (none !== null) throw none;
  return { name, cover: covers[0] ?? null, patches, missing: missingNumbers(patches), notices };
}
