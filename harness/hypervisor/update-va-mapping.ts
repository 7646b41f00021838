// SPDX-License-Identifier: GPL-2.0-only
import { maddr, type Vaddr } from "../machine/units.ts";
import { ERRNO } from "./constants.ts";
import type { Context } from "./context.ts";
import { pteUpdate } from "./pte-update.ts";

const FLUSH_MASK = 3;
const TLB_FLUSH = 1;
const INVLPG = 2;

/**
 * HYPERVISOR_update_va_mapping: writes the L1 entry of a virtual address of the current space, then flushes as asked.
 * @returns 0, or what the update is refused with; -EINVAL if the address has no L1 table
 */
export const updateVaMapping = (
  context: Context,
  va: Vaddr,
  lo: number,
  hi: number,
  flags: number,
): number => {
  const { machine } = context;
  const pte = context.pteOfVa(va);
  if (pte === 0) {
    machine.trace.emit({
      kind: "pte-refused",
      by: "update_va_mapping",
      maddr: maddr(0),
      newLo: lo,
      newHi: hi,
      reason: "the address has no L1 table",
      errno: ERRNO.EINVAL,
    });
    return -ERRNO.EINVAL;
  }
  const rc = pteUpdate(context, pte, lo, hi, "update_va_mapping", 0, false);
  if (rc !== 0) return rc;
  const flush = flags & FLUSH_MASK;
  if (flush === TLB_FLUSH) machine.flushTlbAll();
  else if (flush === INVLPG) machine.flushTlbOne(va);
  return 0;
};
