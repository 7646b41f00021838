// SPDX-License-Identifier: GPL-2.0-only
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The least that passes for a kernel tree, in our own words. */
export const FAKE_TREE: Readonly<Record<string, string>> = {
  Makefile: "# SPDX-License-Identifier: GPL-2.0\nVERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 7\nEXTRAVERSION =\n",
  Kconfig: "source lib/Kconfig\n",
  "lib/Kconfig": "config CUP\n",
  "lib/cup.c": "cup\n",
  "arch/x86/xen/p2m.c": "one\ntwo\nthree\n",
  "arch/x86/xen/mmu.c": "four\nfive\n",
  "include/xen/page.h": "page\n",
};

/** Writes files below a folder. */
export function writeFiles(dir: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    const to = join(dir, path);
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, text);
  }
}
