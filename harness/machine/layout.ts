// SPDX-License-Identifier: GPL-2.0-only
import { FIRST_LOWMEM_PFN, FIXMAP, PKMAP } from "../abi/numbers.ts";
import type { Arch } from "./config.ts";
import type { MachineParams } from "./params.ts";
import { type Pfn, pfn, type Vaddr, vaddr } from "./units.ts";

/** A run of guest pages. */
export interface PfnRange {
  readonly start: Pfn;
  readonly pages: number;
}

/** A run of kernel virtual pages. */
export interface VaRange {
  readonly start: Vaddr;
  readonly pages: number;
}

/** Where things are in the backend's guest-physical and virtual address space. */
export interface Layout {
  readonly lowmem: PfnRange;
  readonly ballooned: PfnRange;
  readonly highmem: PfnRange;
  readonly balloonedHighmem: PfnRange;
  /** Pseudo-physical numbers of the page-table pages; not in the direct map. */
  readonly pageTables: PfnRange;
  /** Virtual address of pfn 0 in the direct map. */
  readonly directMapBase: Vaddr;
  /** kmap area; 0 pages on x86_64. */
  readonly pkmap: VaRange;
  /** kmap_atomic area; 0 pages on x86_64. */
  readonly fixmap: VaRange;
  /** First address that user space may not use. */
  readonly userEnd: Vaddr;
}

const HIGHMEM_START = 0x3_8000;
const PAGE_TABLES_START = 0x300;
const PKMAP_AREA = { start: vaddr(PKMAP.base), pages: PKMAP.pages };
const FIXMAP_AREA = { start: vaddr(FIXMAP.base), pages: FIXMAP.pages };

/** @returns the layout that a configuration and the machine's numbers give. */
export const layoutOf = (arch: Arch, params: MachineParams): Layout => {
  const wide = arch.longBytes === 8;
  const highmem = arch.highmem ? params.highmemPages : 0;
  const lowmemEnd = FIRST_LOWMEM_PFN + params.lowmemPages + params.balloonedPages;
  const none = { start: vaddr(0), pages: 0 };
  return {
    lowmem: { start: pfn(FIRST_LOWMEM_PFN), pages: params.lowmemPages },
    ballooned: { start: pfn(FIRST_LOWMEM_PFN + params.lowmemPages), pages: params.balloonedPages },
    highmem: { start: pfn(HIGHMEM_START), pages: highmem },
    balloonedHighmem: {
      start: pfn(HIGHMEM_START + highmem),
      pages: arch.highmem ? params.balloonedHighmemPages : 0,
    },
    pageTables: {
      start: pfn(Math.max(PAGE_TABLES_START, Math.ceil(lowmemEnd / 0x100) * 0x100)),
      pages: params.pageTablePages,
    },
    directMapBase: params.directMapBase ?? vaddr(wide ? -0x7800_0000_0000 : 0xc000_0000),
    pkmap: wide ? none : PKMAP_AREA,
    fixmap: wide ? none : FIXMAP_AREA,
    userEnd: vaddr(wide ? 0x7fff_ffff_f000 : 0xc000_0000),
  };
};
