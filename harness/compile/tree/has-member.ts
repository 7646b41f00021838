// SPDX-License-Identifier: GPL-2.0-only

/**
 * Whether a struct of preprocessed C has a pointer to a function.
 *
 * @param name `struct__member`
 */
export function hasMember(text: string, name: string): boolean {
  const [struct, member] = name.split("__") as [string, string];
  const head = new RegExp(`\\bstruct\\s+${struct}\\s*\\{`).exec(text);
  const from = head === null ? text.length : head.index + head[0].length;
  // where no body ends, a patch may have any number of them
  const body = text.slice(from, Math.max(from, text.indexOf("}", from)));
  return new RegExp(`\\(\\s*\\*\\s*${member}\\s*\\)`).test(body);
}
