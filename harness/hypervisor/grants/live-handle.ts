// SPDX-License-Identifier: GPL-2.0-only
import type { Domid, GrantHandle, GrantRef, Maddr, Mfn } from "../../machine/units.ts";

/** A handle that has not been given back. */
export interface LiveHandle {
  readonly handle: GrantHandle;
  readonly granter: Domid;
  readonly ref: GrantRef;
  /** The frame that was granted when the entry was first mapped. */
  readonly mfn: Mfn;
  /** GNTMAP_* of the map, less host_map and device_map for parts already unmapped. */
  readonly flags: number;
  /** 1 while the host part, or the device part, is mapped. */
  readonly hostPins: number;
  readonly devicePins: number;
  /** Machine addresses of the PTEs that stand for it: one, none without a host part, none once lost. */
  readonly where: readonly Maddr[];
}
