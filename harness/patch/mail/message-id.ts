// SPDX-License-Identifier: GPL-2.0-only

/** Archives whose addresses hold a Message-ID of a mail that lore.kernel.org has. */
const ARCHIVES = new Set([
  "lore.kernel.org",
  "lkml.kernel.org",
  "patch.msgid.link",
  "msgid.link",
  "patchwork.kernel.org",
]);

/** Characters of an id: printable ASCII without what would end it where ids stand in <>. */
const ID = /^[!-;=?-~]{1,400}$/;

/**
 * Reads a word of the command line as the Message-ID of a mail: `<id@host>`, `id@host`, or the address of an archive.
 *
 * @returns the id without <>; null if it is none: an address of another site, a path
 */
export function messageIdOf(word: string): string | null {
  if (/^https?:\/\//i.test(word)) return idOfAddress(word);
  const [, inside] = /^<(.*)>$/s.exec(word) ?? [];
  if (inside !== undefined) return isId(inside) ? inside : null;
  // a path with an @ in it is a file that is not there: whoever means an id with a slash writes <>
  return isId(word) && !word.includes("/") ? word : null;
}

const isId = (text: string): boolean => ID.test(text) && /[^@]@[^@]/.test(text);

function idOfAddress(word: string): string | null {
  let url: URL;
  try {
    url = new URL(word);
  } catch {
    return null;
  }
  if (!ARCHIVES.has(url.hostname) || url.username !== "" || url.port !== "") return null;
  for (const segment of url.pathname.split("/")) {
    try {
      const id = decodeURIComponent(segment);
      if (isId(id)) return id;
    } catch {
      // no part of an id
    }
  }
  return null;
}
