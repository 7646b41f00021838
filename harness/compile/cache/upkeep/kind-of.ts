// SPDX-License-Identifier: GPL-2.0-only

/** How entries are named: what they are, then a digest or a version. */
const NAMES: readonly RegExp[] = [
  /^(apt|cc1|facts|judgement|knows|linked|miniature|module|needs|object|overlay|recipe|runs|slice|source|text|tree-git|unit)-[0-9a-f]{24,64}$/,
  /^(tree-files|tree-side)-(?:[a-z]+-)?[0-9a-f]{32}(?:-(?:fixed|[0-9a-f]{32}))?$/,
  /^(commit)-[0-9a-f]{40,64}-[0-9a-f]{8}$/,
  /^(tree-linux)-source-[0-9.]+_[\w.+~%:-]+_\d+$/,
];

/**
 * What an entry of the cache is, by its name. A user may name a folder with other things in it: they are none.
 *
 * @returns the kind (`module`), or null for a name that no entry has
 */
export function kindOf(name: string): string | null {
  for (const pattern of NAMES) {
    const kind = pattern.exec(name)?.[1];
    if (kind !== undefined) return kind;
  }
  return null;
}
