// SPDX-License-Identifier: GPL-2.0-only

/**
 * What of a kernel tree is needed to compile the Xen code for x86, as patterns over kernel paths in which `*` stands
 * for any text, slashes included: the form that tar(1) takes.
 */
export const NEEDED_PARTS: readonly string[] = [
  "Makefile",
  "Kconfig",
  "*/Kconfig*",
  "arch/x86/*",
  "include/*",
  "*xen*",
  "kernel/bounds.c",
  "scripts/Kbuild.include",
  "scripts/Kconfig.include",
];
