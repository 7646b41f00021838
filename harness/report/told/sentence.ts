// SPDX-License-Identifier: GPL-2.0-only

/** Words of our own that begin a text: a name out of a kernel stays as it is. */
const OWN_WORD = /^(?:after|and|before|fixed|follows|mended|problem|seen|the)\b/;

/** A text as a sentence: one that begins with a word of ours has a capital letter, and all have a full stop. */
export function sentence(text: string): string {
  const begun = OWN_WORD.test(text) ? `${text.slice(0, 1).toUpperCase()}${text.slice(1)}` : text;
  return `${begun.replace(/[.\s]+$/, "")}.`;
}
