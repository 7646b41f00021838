// SPDX-License-Identifier: GPL-2.0-only

/** What git format-patch says in the name of a file. */
export interface PatchFileName {
  readonly name: string;
  /** Of the revision: `2` of v2-0001-…, `1` where none is named. */
  readonly version: string;
  /** 0 for a cover letter. */
  readonly number: number;
}

/** `0001-xen-map.patch`, `v2-0001-xen-map.patch`; git takes any word for a revision, and --suffix any end. */
const NAME = /^(?:v([\w.]{1,40})-)?(\d{4,6})-.*\.(?:patch|diff|mbox|mbx|eml|txt)$/i;

/** @returns null for a name that git format-patch does not give */
export function patchFileName(name: string): PatchFileName | null {
  const [, version = "1", number] = NAME.exec(name) ?? [];
  return number === undefined ? null : { name, version, number: Number(number) };
}
