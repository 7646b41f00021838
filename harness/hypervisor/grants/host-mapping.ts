// SPDX-License-Identifier: GPL-2.0-only
import { PTE, pteHi, pteLo, pteMfn } from "../../machine/pte.ts";
import type { PteWriter } from "../../machine/trace.ts";
import { type GrantHandle, type Lin, type Mfn, maddr } from "../../machine/units.ts";
import { GNTMAP, GNTST } from "../constants.ts";
import type { Context } from "../context.ts";
import { adjustHi, adjustLo, dropPte } from "../pte-update.ts";

/**
 * The entry that an operation's address means.
 * @param address a virtual address, or with contains_pte the machine address of the entry
 * @returns 0 if it means none: no L1 table there, or not 8-byte aligned
 */
export const granteePte = (context: Context, address: number, flags: number): Lin | 0 => {
  if ((flags & GNTMAP.contains_pte) === 0) return context.pteOfVa(address);
  if ((address & 7) !== 0) return 0;
  const { machine } = context;
  const pte = machine.linOfMaddr(maddr(address));
  return pte < 0 || machine.tables.level[machine.tables.pageOf(pte as Lin)] !== 1 ? 0 : (pte as Lin);
};

const flagsLo = (flags: number): number =>
  PTE.P |
  PTE.A |
  PTE.D |
  ((flags & GNTMAP.readonly) !== 0 ? 0 : PTE.RW) |
  ((flags & GNTMAP.application_map) !== 0 ? PTE.US : 0) |
  (((flags >>> GNTMAP.guest_avail0) << 9) & PTE.AVL);

/**
 * Writes the entry that stands for a granted frame, whatever was there; what was there is dropped.
 * The bits are those recorded in map.host_va_rw, map.pte_application and map.host_va_avail_bits (Xen:
 * create_grant_pv_mapping).
 */
export const installGrantPte = (
  context: Context,
  handle: GrantHandle,
  pte: Lin,
  frame: Mfn,
  flags: number,
): void => {
  const { machine, wide } = context;
  const oldLo = machine.readPteLo(pte);
  const oldHi = machine.readPteHi(pte);
  const lo = flagsLo(flags);
  const hi = (PTE.HI_NX | (machine.params.xenDebug ? PTE.HI_GNTTAB : 0)) >>> 0;
  machine.storePte(
    pte,
    pteLo(frame, adjustLo(wide, lo, hi)),
    pteHi(frame, adjustHi(wide, lo, hi)),
    "GNTTABOP_map_grant_ref",
  );
  dropPte(context, pte, oldLo, oldHi, "GNTTABOP_map_grant_ref");
  context.mappings.add(handle, pte);
};

/**
 * Replaces the entry of a granted frame. It must show that frame with the handle's rights, by whatever handle it came
 * (Xen: replace_grant_pv_mapping; recorded: multi.unmap_rw_va_with_ro_handle, multi.unmap3_ro).
 * @returns GNTST_okay or GNTST_general_error
 */
export const replaceGrantPte = (
  context: Context,
  handle: GrantHandle,
  pte: Lin,
  frame: Mfn,
  flags: number,
  newLo: number,
  newHi: number,
  by: PteWriter,
): number => {
  const { machine } = context;
  const lo = machine.readPteLo(pte);
  const right = PTE.P | ((flags & GNTMAP.readonly) !== 0 ? 0 : PTE.RW);
  if (pteMfn(lo, machine.readPteHi(pte)) !== frame || (lo & (PTE.P | PTE.RW)) !== right)
    return GNTST.general_error;
  machine.storePte(pte, newLo, newHi, by);
  context.mappings.unmapped(handle, pte);
  return GNTST.okay;
};
