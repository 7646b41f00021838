// SPDX-License-Identifier: GPL-2.0-only

/** @param wanted beginning of a blob id, null for no file; @param found the whole id of what is there, null for nothing */
export function sameBlob(found: string | null, wanted: string | null): boolean {
  return wanted === null || found === null ? found === wanted : found.startsWith(wanted);
}
