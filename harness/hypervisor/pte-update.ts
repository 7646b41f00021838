// SPDX-License-Identifier: GPL-2.0-only
import { ERRNO } from "../abi/errno.ts";
import { PTE, pteMfn } from "../machine/pte.ts";
import type { PteWriter } from "../machine/trace.ts";
import { type Lin, type Maddr, maddr, mfn } from "../machine/units.ts";
import { DOMID_IO } from "./constants.ts";
import type { Context } from "./context.ts";

/** Bits that may change without Xen looking at the frame again. */
const LO_FREE = PTE.AVL | PTE.G | PTE.D | PTE.A | PTE.US;
const HI_FREE = PTE.HI_NX | PTE.HI_KERNEL | PTE.HI_AVL | PTE.HI_GNTTAB;

/** What the guest's kernel prints for the fault that a debug Xen injects. */
const IMPLICIT_UNMAP_FAULT = "general protection fault";

/** All bits of a frame number. */
const INVALID_MFN = 0xff_ffff_ffff;

/**
 * @returns the low half of an entry for device memory: never cached, and read-only where devices are Xen's own (Xen:
 *   get_page_from_l1e; recorded: pte_mmu.empty.vga_rw, ioapic_rw)
 */
const asDevice = (lo: number, rights: "ro" | "rw"): number => {
  const right = rights === "ro" ? lo & ~PTE.RW : lo;
  const cache = lo & (PTE.PWT | PTE.PCD | PTE.PSE);
  if (cache === 0) return right | PTE.PWT | PTE.PCD;
  // Write-through and write-protected become uncached.
  if (cache === PTE.PWT || cache === (PTE.PWT | PTE.PSE)) return (right | PTE.PCD) & ~PTE.PSE;
  return right;
};

/** @returns the low half as Xen stores it (adjust_guest_l1e): on x86_64 every entry gets the user bit, those of user pages the global bit. */
export const adjustLo = (wide: boolean, lo: number, hi: number): number =>
  !wide || (lo & PTE.P) === 0
    ? lo
    : (lo & PTE.US) !== 0 && (hi & PTE.HI_KERNEL) === 0
      ? lo | PTE.G
      : lo | PTE.US;

/** @returns the high half as Xen stores it: on x86_64 an entry without the user bit is marked as the guest kernel's. */
export const adjustHi = (wide: boolean, lo: number, hi: number): number =>
  wide && (lo & (PTE.P | PTE.US)) === PTE.P ? (hi | PTE.HI_KERNEL) >>> 0 : hi;

/**
 * Writes an L1 entry as an ordinary update, checked as Xen checks it. The one place where such a write is done. A write
 * over a live granted entry is an implicit unmap: it happens, the handle stays; a debug Xen then faults the guest. An
 * entry whose frame and rights do not change is not looked at again (Xen: mod_l1_entry, get_page_from_l1e;
 * recorded: over_*, ptewrite, foreignover, foreign.mmu_update_*).
 * @param owner domain whose frames may be mapped: the guest's own, or mmu_update's foreign domain
 * @param preserveAd keep the old entry's accessed and dirty bits
 * @returns 0 or a negative errno: -EINVAL (not an L1 table, forbidden bits), -EBUSY (another domain's frame, or a page
 *   table writable; recorded: foreign.alias_copy_of_pte), -EPERM (no such frame)
 */
export const pteUpdate = (
  context: Context,
  pte: Lin,
  lo: number,
  hi: number,
  by: PteWriter,
  owner: number,
  preserveAd: boolean,
): number => {
  const { machine, wide } = context;
  const { tables, frames } = machine;
  if ((pte & 7) !== 0 || tables.level[tables.pageOf(pte)] !== 1)
    return refuse(context, pte, lo, hi, by, "not an entry of an L1 table", ERRNO.EINVAL);
  const oldLo = tables.lo(pte);
  const oldHi = tables.hi(pte);
  const keep = preserveAd ? oldLo & (PTE.A | PTE.D) : 0;
  if ((lo & PTE.P) !== 0) {
    if (machine.params.xenDebug && (hi & PTE.HI_GNTTAB) !== 0)
      return refuse(context, pte, lo, hi, by, "bit 62 is Xen's mark of a granted entry", ERRNO.EINVAL);
    const newHi = adjustHi(wide, lo, hi);
    const free = ((lo ^ oldLo) & ~LO_FREE) === 0 && ((hi ^ oldHi) & ~HI_FREE) === 0;
    // A trapped store is always looked at (Xen: ptwr_emulated_update; recorded: impl.foreign_rw.ptwr.same).
    if (free && by !== "native_set_pte") {
      machine.storePte(pte, adjustLo(wide, lo, hi) | keep, newHi, by);
      return 0;
    }
    const frame = pteMfn(lo, hi);
    const i = frames.indexOf(frame);
    if (i < 0) {
      const rights = machine.deviceMemory(frame);
      // No mfn at all is told apart (recorded: pte_mmu.empty.all_ones).
      const errno = frame === INVALID_MFN ? ERRNO.EINVAL : ERRNO.EPERM;
      if (rights === "none" || (owner !== 0 && owner !== DOMID_IO))
        return refuse(context, pte, lo, hi, by, "no such frame", errno, owner);
      machine.storePte(pte, adjustLo(wide, asDevice(lo, rights), hi) | keep, newHi, by);
      dropPte(context, pte, oldLo, oldHi, by);
      return 0;
    }
    if (frames.owner[i] !== owner)
      return refuse(context, pte, lo, hi, by, "the frame is another domain's", ERRNO.EBUSY, owner);
    const writable = (lo & PTE.RW) !== 0;
    if (writable && !context.mayWrite(i))
      return refuse(context, pte, lo, hi, by, "writable mapping of a page table", ERRNO.EBUSY);
    context.getFrame(frame, writable);
    machine.storePte(pte, adjustLo(wide, lo, hi) | keep, newHi, by);
  } else {
    machine.storePte(pte, lo | keep, hi, by);
  }
  dropPte(context, pte, oldLo, oldHi, by);
  return 0;
};

/**
 * Drops the reference of an entry that has been overwritten. Over a live grant: the event, and a debug Xen's fault (Xen:
 * put_page_from_l1e; recorded: overwrite.a.update_va_mapping_0@debug).
 */
export const dropPte = (context: Context, pte: Lin, oldLo: number, oldHi: number, by: PteWriter): void => {
  if ((oldLo & PTE.P) === 0) return;
  const frame = pteMfn(oldLo, oldHi);
  context.putFrame(frame, (oldLo & PTE.RW) !== 0);
  const handle = context.mappings.handleAt(pte);
  if (handle >= 0) {
    context.mappings.lose(pte);
    context.machine.trace.emit({
      kind: "implicit-unmap",
      by,
      maddr: maddrOf(context, pte),
      mfn: mfn(frame),
      handle,
    });
  }
  if ((oldHi & PTE.HI_GNTTAB) !== 0 && context.machine.params.xenDebug)
    context.pendingFault = IMPLICIT_UNMAP_FAULT;
};

const refuse = (
  context: Context,
  pte: Lin,
  lo: number,
  hi: number,
  by: PteWriter,
  reason: string,
  errno: number,
  owner = 0,
): number => {
  context.machine.trace.emit({
    kind: "pte-refused",
    ...(owner === 0 ? {} : { isForeign: true }),
    by,
    maddr: maddrOf(context, pte),
    newLo: lo >>> 0,
    newHi: hi >>> 0,
    reason,
    errno,
  });
  return -errno;
};

const maddrOf = (context: Context, pte: Lin): Maddr => {
  const found = context.machine.maddrOfLin(pte);
  return found < 0 ? maddr(0) : (found as Maddr);
};
