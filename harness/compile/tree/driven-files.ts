// SPDX-License-Identifier: GPL-2.0-only

/** The files that the scenarios drive, where a tree has them: of these alone the initcalls run, and all they define is the kernel's. */
export const DRIVEN_FILES = [
  "arch/x86/xen/mmu.c",
  "arch/x86/xen/mmu_pv.c",
  "arch/x86/xen/p2m.c",
  "drivers/xen/gntdev.c",
  "drivers/xen/grant-table.c",
] as const;

/** @param path a kernel path */
export const isDriven = (path: string): boolean => DRIVEN_FILES.some((driven) => driven === path);
