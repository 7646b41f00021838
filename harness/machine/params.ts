// SPDX-License-Identifier: GPL-2.0-only
import type { Vaddr } from "./units.ts";

/** The numbers of one machine. Plain data: a reproducer stores them. Page counts are 4 KiB pages. */
export interface MachineParams {
  /** Ordinary lowmem pages of the backend. */
  readonly lowmemPages: number;
  /** Ballooned-out lowmem pages: PTE 0, no frame. */
  readonly balloonedPages: number;
  /** Ordinary highmem pages; counted as 0 unless the architecture has highmem. */
  readonly highmemPages: number;
  /** Ballooned-out highmem pages; counted as 0 unless the architecture has highmem. */
  readonly balloonedHighmemPages: number;
  /** Page-table pages in linear memory, those of the kernel included. */
  readonly pageTablePages: number;
  /** Frontend domains, with domids 1, 2, … */
  readonly frontends: number;
  /** Frames of each frontend. */
  readonly frontendPages: number;
  /** Limit of maptrack entries of the backend. Xen counts whole frames of 256. */
  readonly maptrackEntries: number;
  /** Limit of grant-table frames of every domain; a v1 frame holds 512 entries. */
  readonly maxGrantFrames: number;
  /** A Xen built with its debug option: marks granted PTEs with bit 62 and faults on an implicit unmap. */
  readonly xenDebug: boolean;
  /** The frontends run in containers of the hardware's: device models serve them. Such a domain's own memory is not modelled. */
  readonly hvm: boolean;
  /** Virtual address of pfn 0 in the direct map, for a kernel that says where it has it. */
  readonly directMapBase?: Vaddr;
}

/** What a scenario gets if it does not say otherwise. */
export const DEFAULT_PARAMS: MachineParams = {
  lowmemPages: 32,
  balloonedPages: 32,
  highmemPages: 8,
  balloonedHighmemPages: 32,
  pageTablePages: 48,
  frontends: 2,
  frontendPages: 16,
  maptrackEntries: 1024,
  maxGrantFrames: 64,
  xenDebug: false,
  hvm: false,
};
