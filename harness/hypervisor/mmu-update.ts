// SPDX-License-Identifier: GPL-2.0-only
import { join64, type Lin, maddr, pfn } from "../machine/units.ts";
import { DOMID_SELF, ERRNO } from "./constants.ts";
import type { Context } from "./context.ts";
import { pteUpdate } from "./pte-update.ts";

const BYTES = 16;
const NORMAL = 0;
const MACHPHYS = 1;
const PRESERVE_AD = 2;

/**
 * HYPERVISOR_mmu_update. Each request is {ptr, val}; the low two bits of ptr say what kind. Stops at the first that
 * fails; *done counts those before it.
 * @param foreignDom whose frames may be mapped, DOMID_SELF for the caller's own
 * @returns 0; -EFAULT, -ESRCH (no such domain, or the caller's own number), -EINVAL, -EBUSY, -EPERM of the failing one
 */
export const mmuUpdate = (
  context: Context,
  reqs: Lin,
  count: number,
  donePtr: Lin,
  foreignDom: number,
): number => {
  const { memory, machine } = context;
  const dom = foreignDom & 0xffff;
  if (dom !== DOMID_SELF && (dom === 0 || !machine.hasDomain(dom))) return -ERRNO.ESRCH;
  const owner = context.resolveSelf(dom);
  let rc = 0;
  let done = 0;
  for (; done < count; done++) {
    const at = reqs + done * BYTES;
    if (!memory.holds(at, BYTES)) {
      rc = -ERRNO.EFAULT;
      break;
    }
    rc = one(context, at, owner);
    if (rc !== 0) break;
  }
  if (donePtr !== 0) {
    if (!memory.takes(donePtr, 4)) return -ERRNO.EFAULT;
    memory.setU32(donePtr, done);
  }
  return rc;
};

const one = (context: Context, at: number, owner: number): number => {
  const { memory, machine } = context;
  const kind = memory.u32(at) & 3;
  const ptr = maddr(join64((memory.u32(at) & ~3) >>> 0, memory.u32(at + 4)));
  const lo = memory.u32(at + 8);
  const hi = memory.u32(at + 12);
  if (kind === MACHPHYS) {
    const i = machine.frames.indexOf(Math.floor(ptr / 4096));
    if (i < 0 || machine.frames.owner[i] !== owner) return -ERRNO.EINVAL;
    machine.frames.pfn[i] = pfn(lo | 0);
    return 0;
  }
  if (kind !== NORMAL && kind !== PRESERVE_AD) return -ERRNO.ENOSYS;
  const pte = machine.linOfMaddr(ptr);
  if (pte >= 0) return pteUpdate(context, pte as Lin, lo, hi, "mmu_update", owner, kind === PRESERVE_AD);
  machine.trace.emit({
    kind: "pte-refused",
    by: "mmu_update",
    maddr: ptr,
    newLo: lo,
    newHi: hi,
    reason: "not in a page table",
    errno: ERRNO.EINVAL,
  });
  return -ERRNO.EINVAL;
};
