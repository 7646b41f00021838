// SPDX-License-Identifier: GPL-2.0-only
import type { Mfn, Pfn, Vaddr } from "../machine/units.ts";

/** A page that stands for a granted frame, as the scenario's successful steps say it must. */
export interface GrantedPage {
  /** Name of the grant mapping, or `api`. */
  readonly map: string;
  /** Its number there, from 0. */
  readonly page: number;
  /** Our page that gives way to the granted frame. */
  readonly pfn: Pfn;
  /** The granted frame. */
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
