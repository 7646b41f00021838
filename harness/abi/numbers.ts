// SPDX-License-Identifier: GPL-2.0-only

/*
 * Numbers on which the C of csrc and the harness have to agree, each once: csrc/include/hunkbox/abi.h is written from
 * them (abi-header.ts).
 */

/** What the kernel does with locks, by its own names; hb_lock takes the position. */
export const LOCK_OPS = [
  "spin_lock",
  "spin_unlock",
  "mutex_lock",
  "mutex_unlock",
  "down_write",
  "up_write",
  "down_read",
  "up_read",
] as const;
export type LockOp = (typeof LOCK_OPS)[number];

/** Bits of the flags of hb_note_p2m, and of what hb_p2m says. */
export const P2M = { foreign: 1, identity: 2, invalid: 4 } as const;

/** Bits of a gfp mask: the caller may sleep; who takes the page keeps it for good. */
export const GFP = { wait: 0x10, kept: 0x8000_0000 } as const;

/** Number of the first page of the direct map: below it lies, on x86_64, all data of a module. */
export const FIRST_LOWMEM_PFN = 0x100;

/** Bytes of a module's memory, but for its shadow: it never grows, so views on it stay good. */
export const MEMORY_BYTES = 2 * 1024 * 1024;

/** Pages of page tables that a module has. */
export const PAGE_TABLE_PAGES = 64;

/** Pages of the direct map that C of x86_32 has windows on: the first ballooned ones. */
export const DIRECT_MAP_WINDOWS = 32;

/** Where kmap maps pages above the direct map, and how many. */
export const PKMAP = { base: 0xf520_0000, pages: 512 } as const;

/** Where kmap_atomic does. */
export const FIXMAP = { base: 0xf540_0000, pages: 64 } as const;

/** What hb_read_page tells of a struct page, 64 bits each. */
export const PAGE_STATE = ["flags", "_count", "private", "index", "lru"] as const;

/** Ops of one kind that a step may hand over itself (hb_caller_ops), and their bytes (public grant-table header). */
export const CALLER_OPS = { count: 64, mapBytes: 32, unmapBytes: 24 } as const;
