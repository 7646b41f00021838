// SPDX-License-Identifier: GPL-2.0-only
import { ERRNO } from "../abi/errno.ts";
import { join64, type Lin, maddr, pfn } from "../machine/units.ts";
import { MMU } from "./constants.ts";
import type { Context } from "./context.ts";
import { pteUpdate } from "./pte-update.ts";

/** A kernel that was preempted asks to go on, by this bit of count: as many are done as *done says. */
const PREEMPTED = 0x8000_0000;

/**
 * HYPERVISOR_mmu_update. Each request is {ptr, val}, 64 bits each; the low two bits of ptr say what kind (MMU_*). Stops
 * at the first that fails; *done counts those before it (Xen: do_mmu_update; recorded: over_*, foreignover, mmubatch.bad_dom_999).
 * @param foreignDom low half: whose frames may be mapped, DOMID_SELF for the caller's own; high half: 0, or 1 + the
 *   domain whose page tables are written, which may be the caller's own alone
 * @returns 0; -EFAULT, -ESRCH (no such domain, or the caller's own number), -EINVAL, -EBUSY, -EPERM of the failing one
 */
export const mmuUpdate = (
  context: Context,
  reqs: Lin,
  count: number,
  donePtr: Lin,
  foreignDom: number,
): number => {
  const { memory } = context;
  const tablesOf = (foreignDom >>> 16) - 1;
  if (tablesOf >= 0 && !context.machine.hasDomain(tablesOf)) return -ERRNO.ESRCH;
  const owner = context.pageOwner(foreignDom & 0xffff);
  let rc = tablesOf > 0 ? -ERRNO.EINVAL : owner < 0 ? -ERRNO.ESRCH : 0;
  let done = 0;
  if (count >= PREEMPTED) {
    count -= PREEMPTED;
    if (donePtr !== 0 && !memory.holds(donePtr, 4)) return -ERRNO.EFAULT;
    if (donePtr !== 0) done = memory.u32(donePtr);
  }
  const { bytes } = context.structs.mmu_update;
  for (let i = 0; rc === 0 && i < count; i++, done++) {
    const at = reqs + i * bytes;
    if (!memory.holds(at, bytes)) {
      rc = -ERRNO.EFAULT;
      break;
    }
    context.onMmuRequest();
    rc = one(context, at, owner);
    if (rc !== 0) break;
  }
  // A count that cannot be written is not told (recorded: mmubatch.hole_done).
  if (donePtr !== 0 && memory.takes(donePtr, 4)) memory.setU32(donePtr, done);
  return rc;
};

const one = (context: Context, at: number, owner: number): number => {
  const { memory, machine } = context;
  const field = context.structs.mmu_update;
  const low = memory.u32(at + field.ptr);
  const kind = low & 7;
  const ptr = maddr(join64((low & ~3) >>> 0, memory.u32(at + field.ptr + 4)));
  const lo = memory.u32(at + field.val);
  const hi = memory.u32(at + field.val + 4);
  const refuse = (reason: string, errno: number): number => {
    machine.trace.emit({
      kind: "pte-refused",
      by: "mmu_update",
      maddr: ptr,
      newLo: lo,
      newHi: hi,
      reason,
      errno,
    });
    return -errno;
  };
  // the middle of an entry, whose three low bits are none that a kind has (recorded: mmuptr.misaligned_4)
  if (kind > MMU.pt_update_no_translate) return refuse("not the address of an entry", ERRNO.ENOSYS);
  if (kind === MMU.machphys_update) {
    const i = machine.frames.indexOf(Math.floor(ptr / 4096));
    if (i < 0 || machine.frames.owner[i] !== owner) return -ERRNO.EINVAL;
    machine.frames.pfn[i] = pfn(lo | 0);
    return 0;
  }
  const pte = machine.linOfMaddr(ptr);
  if (pte < 0) return refuse("not in a page table", ERRNO.EINVAL);
  return pteUpdate(context, pte as Lin, lo, hi, "mmu_update", owner, kind === MMU.pt_update_preserve_ad);
};
