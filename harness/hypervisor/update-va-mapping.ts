// SPDX-License-Identifier: GPL-2.0-only
import { ERRNO } from "../abi/errno.ts";
import { maddr, type Vaddr } from "../machine/units.ts";
import { UVMF } from "./constants.ts";
import type { Context } from "./context.ts";
import { pteUpdate } from "./pte-update.ts";

/**
 * HYPERVISOR_update_va_mapping: writes the L1 entry of a virtual address of the current space, then flushes as asked,
 * whether it was written or not (Xen: __do_update_va_mapping; recorded: over_*, foreign.alias_copy_of_pte).
 * @param flags UVMF_*
 * @param owner domain whose frames may be mapped
 * @returns 0, or what the update is refused with; -EINVAL if the address has no L1 table
 */
export const updateVaMapping = (
  context: Context,
  va: Vaddr,
  lo: number,
  hi: number,
  flags: number,
  owner = 0,
): number => {
  const { machine } = context;
  const rc = write(context, va, lo, hi, owner);
  const flush = flags & UVMF.flushtype_mask;
  if (flush === UVMF.tlb_flush) machine.flushTlbAll();
  else if (flush === UVMF.invlpg) machine.flushTlbOne(va);
  // Neither this CPU nor all: the flags hold a pointer to a mask of CPUs (recorded: uvmf.bit3_tlb, uvmf.tlb_multi_hole).
  const mask = (flags & ~UVMF.flushtype_mask) >>> 0;
  const isMulti = mask !== 0 && mask !== UVMF.all && (flush === UVMF.tlb_flush || flush === UVMF.invlpg);
  return rc === 0 && isMulti && !context.memory.holds(mask, 1) ? -ERRNO.EFAULT : rc;
};

const write = (context: Context, va: Vaddr, lo: number, hi: number, owner: number): number => {
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
  return pteUpdate(context, pte, lo, hi, "update_va_mapping", owner, false);
};
