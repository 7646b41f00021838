// SPDX-License-Identifier: GPL-2.0-only
import { PTE } from "../../machine/pte.ts";
import type { GrantHandle, Lin, Mfn } from "../../machine/units.ts";
import { GNTMAP, GNTST } from "../constants.ts";
import type { Context } from "../context.ts";
import { dropPte } from "../pte-update.ts";
import { granteePte, replaceGrantPte } from "./host-mapping.ts";
import { beginUnmap, type UndoHost, type Unmapped } from "./unmap-common.ts";

const BY = "GNTTABOP_unmap_and_replace";

/**
 * One GNTTABOP_unmap_and_replace: its first half, and its status. The entry at new_addr moves to host_addr and leaves
 * an empty one behind, even if host_addr then turns out wrong: what it mapped is let go. Refused for a contains_pte
 * mapping, unless new_addr is 0, which makes it a plain unmap (Xen: replace_grant_pv_mapping, steal_linear_address;
 * recorded: groups urep, urepsame and foreign).
 */
export const unmapAndReplace = (
  context: Context,
  uop: Lin,
  index: number,
  forced: number | null,
  op: Unmapped,
): void => {
  const { memory, machine } = context;
  const at = context.structs.unmap_and_replace;
  const hostAddr = memory.u64(uop + at.host_addr);
  const newAddr = memory.u64(uop + at.new_addr);
  const handle = memory.u32(uop + at.handle);
  op.done = 0;
  const replaceHost: UndoHost = (...host) => stealEntry(newAddr, ...host);
  const status = forced ?? beginUnmap(context, handle, hostAddr, 0, op, replaceHost);
  memory.setU16(uop + at.status, status);
  machine.trace.emit({
    kind: "grant-op",
    op: "unmap_and_replace",
    index,
    lin: uop,
    input: { host_addr: hostAddr, new_addr: newAddr, handle },
    status,
    output: {},
  });
};

/** Moves the entry at `newAddr` to where the host mapping is; an address of 0 only clears the mapping. @returns GNTST_* */
const stealEntry = (
  newAddr: number,
  context: Context,
  handle: GrantHandle,
  hostAddr: number,
  frame: Mfn,
  flags: number,
): number => {
  const { machine, mappings } = context;
  let lo = 0;
  let hi = 0;
  let stolen: Lin | 0 = 0;
  if (newAddr !== 0) {
    if ((flags & GNTMAP.contains_pte) !== 0) return GNTST.general_error;
    stolen = context.pteOfVa(newAddr);
    if (stolen === 0) return GNTST.general_error;
    lo = machine.readPteLo(stolen);
    hi = machine.readPteHi(stolen);
    machine.storePte(stolen, 0, 0, BY);
  }
  const pte = granteePte(context, hostAddr, flags);
  const status =
    pte === 0 ? GNTST.general_error : replaceGrantPte(context, handle, pte, frame, flags, lo, hi, BY);
  if (stolen === 0) return status;
  if (status !== GNTST.okay) dropPte(context, stolen, lo, hi, BY);
  else if ((lo & PTE.P) !== 0) mappings.moved(stolen, pte as Lin);
  return status;
};
