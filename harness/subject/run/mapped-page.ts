// SPDX-License-Identifier: GPL-2.0-only
import type { Mfn, Pfn, Vaddr } from "../../machine/units.ts";

/** A page of a mapping that shows another domain's frame, as the scenario's successful steps say it must. */
export interface MappedPage {
  /** Name of the mapping, or `api`. */
  readonly map: string;
  /** Its number there, from 0. */
  readonly page: number;
  /** Our page that gives way to the foreign frame; null where none does. */
  readonly pfn: Pfn | null;
  /** The foreign frame. */
  readonly mfn: Mfn;
  readonly readonly: boolean;
  /** False for a caller that wants no mapping of the kernel's own. */
  readonly kernelView: boolean;
  /** The process's address space and address of it. */
  readonly space: number;
  readonly userVa: Vaddr;
  /** True from a successful map to the unmap. */
  mapped: boolean;
}

/** One for which a page of ours gives way. */
export interface GrantedPage extends MappedPage {
  readonly pfn: Pfn;
}

/** @param page of any mapping */
export const isGranted = (page: MappedPage): page is GrantedPage => page.pfn !== null;
