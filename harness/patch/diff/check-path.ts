// SPDX-License-Identifier: GPL-2.0-only

/**
 * Says why a path of a patch must not be touched, or null if it may be.
 * Patches come from mail: a path has to stay inside the tree and outside of git's own files.
 */
export function checkPath(path: string): string | null {
  if (path === "") return "is empty";
  if (path.length > 4096) return "is too long";
  if (path.startsWith("/") || /^[A-Za-z]:/.test(path)) return "is absolute";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(path)) return "holds a control character";
  if (path.includes("\\")) return "holds a backslash";
  for (const part of path.split("/")) {
    if (part === "..") return "leaves the tree";
    if (part === "" || part === ".") return "has an empty component";
    if (part.toLowerCase() === ".git") return "is inside .git";
  }
  return null;
}
