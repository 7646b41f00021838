// SPDX-License-Identifier: GPL-2.0-only

/** When the code at a place runs. */
export type Hook =
  | "initcall"
  | "open"
  | "ioctl"
  | "mmap"
  | "notifier"
  | "release"
  | "error"
  | "grants"
  | "pages";

/** Where a patch may put code. */
export interface Place {
  readonly hook: Hook;
  readonly path: string;
  readonly function: string;
  /** The line, from 0, before which declarations may stand, outside of the function. */
  readonly head: number;
  /** The line before which a statement may stand, inside. */
  readonly body: number;
}

const GNTDEV = "drivers/xen/gntdev.c";
const GRANTS = "drivers/xen/grant-table.c";
const MMU = ["arch/x86/xen/mmu_pv.c", "arch/x86/xen/mmu.c"];

/** Hook, files, function, and a label in it; a kernel has some of them. */
const CANDIDATES: readonly (readonly [Hook, readonly string[], string, string?])[] = [
  ["initcall", [GNTDEV], "gntdev_init"],
  ["open", [GNTDEV], "gntdev_open"],
  ["ioctl", [GNTDEV], "gntdev_ioctl"],
  ["ioctl", [GNTDEV], "gntdev_ioctl_map_grant_ref"],
  ["ioctl", [GNTDEV], "gntdev_add_map"],
  ["mmap", [GNTDEV], "gntdev_mmap"],
  ["mmap", [GNTDEV], "find_grant_ptes"],
  ["notifier", [GNTDEV], "mn_invl_range_start"],
  ["notifier", [GNTDEV], "gntdev_invalidate"],
  ["release", [GNTDEV], "gntdev_release"],
  ["release", [GNTDEV], "gntdev_put_map"],
  ["release", [GNTDEV], "gntdev_vma_close"],
  ["error", [GNTDEV], "gntdev_alloc_map", "err"],
  ["grants", [GRANTS], "gnttab_map_refs"],
  ["grants", [GRANTS], "gnttab_unmap_refs"],
  ["pages", MMU, "xen_set_pte"],
  ["pages", ["arch/x86/xen/p2m.c"], "set_phys_to_machine"],
  ["pages", ["arch/x86/xen/p2m.c"], "__set_phys_to_machine"],
];

/** @param find the text of a file, or null */
export function findPlaces(find: (path: string) => string | null): Place[] {
  return CANDIDATES.flatMap(([hook, paths, name, label]) => {
    for (const path of paths) {
      const text = find(path);
      const found = text === null ? null : definition(name).exec(text);
      if (text === null || found === null) continue;
      const start = found.index + found[0].length;
      const after = label === undefined ? start : afterLabel(text, start, label);
      return [{ hook, path, function: name, head: lineOf(text, found.index), body: lineOf(text, after) }];
    }
    return [];
  });
}

const definition = (name: string): RegExp =>
  new RegExp(`^[a-z_][^\\n;({]*[ \\n*]${name}\\([^;{}]*\\)\\n\\{\\n`, "m");

function afterLabel(text: string, start: number, label: string): number {
  const mark = `\n${label}:\n`;
  const at = text.indexOf(mark, start);
  return at === -1 ? start : at + mark.length;
}

const lineOf = (text: string, offset: number): number => text.slice(0, offset).split("\n").length - 1;
