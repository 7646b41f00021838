// SPDX-License-Identifier: GPL-2.0-only
import { basename, dirname } from "node:path";

/**
 * The symbols on which a kernel builds a .c file, as the Makefile of its folder names them: `obj-$(CONFIG_X) += a.o`.
 *
 * @param path kernel path of the .c file
 * @param read text of a file of the tree, or null
 * @returns names without CONFIG_, one for each such line; none if it is built always, or nobody says
 */
export function objectGuards(path: string, read: (path: string) => string | null): string[] {
  const dir = dirname(path);
  const text = read(`${dir}/Kbuild`) ?? read(`${dir}/Makefile`) ?? "";
  const object = basename(path).replace(/\.c$/, ".o");
  const found: string[] = [];
  for (const line of text.replaceAll("\\\n", " ").split("\n")) {
    const match = /^[\w-]+-(?:y|objs|m|\$\(CONFIG_(\w+)\))\s*[:+]?=(.*)$/.exec(line.replace(/#.*/, ""));
    if (match === null || !match[2]!.split(/\s+/).includes(object)) continue;
    if (match[1] === undefined) return [];
    found.push(match[1]);
  }
  return found;
}
