// SPDX-License-Identifier: GPL-2.0-only

/** A leaf of the p2m stays for good: a page that this file takes is no leak. */
const KEEPERS: ReadonlySet<string> = new Set(["arch/x86/xen/p2m.c"]);

/** What kernels call for a page, and the runtime's own function for one that is kept (csrc/include/hunkbox/imports.h). */
const KEPT: Readonly<Record<string, string>> = {
  get_zeroed_page: "hb_kept_zeroed_page",
  get_zeroed_page_noprof: "hb_kept_zeroed_page",
  __get_free_pages: "hb_kept_free_pages",
  get_free_pages_noprof: "hb_kept_free_pages",
};

/**
 * What is defined before a file whose code keeps pages on purpose: the page allocator goes by another name there, so that
 * the harness knows such a page from the start.
 *
 * @param path kernel path of a unit
 */
export const keptPageMacros = (path: string): string =>
  KEEPERS.has(path)
    ? Object.entries(KEPT)
        .map(([name, kept]) => `#define ${name} ${kept}\n`)
        .join("")
    : "";
