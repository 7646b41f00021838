// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from "node:crypto";

/** Characters of a name that are kept; the kernel's own kallsyms takes 512 today, and took 128 for long. */
const LONGEST = 160;

/** @returns a name that people can read and that differs from all others; names of honest code stay as they are */
export function shortName(name: string): string {
  if (name.length <= LONGEST) return name;
  const digest = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return `${name.slice(0, LONGEST - 9)}~${digest}`;
}
