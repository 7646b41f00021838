// SPDX-License-Identifier: GPL-2.0-only
import { PTE } from "../machine/pte.ts";
import { type GrantHandle, join64, type Lin, type Mfn } from "../machine/units.ts";
import { GNTMAP, GNTST } from "./constants.ts";
import type { Context } from "./context.ts";
import { granteePte, replaceGrantPte } from "./host-mapping.ts";
import { dropPte } from "./pte-update.ts";
import { beginUnmap, type Unmapped } from "./unmap-common.ts";

const BY = "GNTTABOP_unmap_and_replace";

/** Bytes of struct gnttab_unmap_and_replace, the same for both word sizes. */
export const UNMAP_AND_REPLACE_BYTES = 24;

/**
 * One GNTTABOP_unmap_and_replace: its first half, and its status. The entry at new_addr moves to host_addr and leaves
 * an empty one behind, even if host_addr then turns out wrong. Refused for a contains_pte mapping, unless new_addr is
 * 0, which makes it a plain unmap (recorded: groups urep and foreign).
 */
export const unmapAndReplace = (
  context: Context,
  uop: Lin,
  index: number,
  forced: number | null,
  op: Unmapped,
): void => {
  const { memory, machine } = context;
  const hostAddr = join64(memory.u32(uop), memory.u32(uop + 4));
  const newAddr = join64(memory.u32(uop + 8), memory.u32(uop + 12));
  const handle = memory.u32(uop + 16);
  op.done = 0;
  newAddress = newAddr;
  const status = forced ?? beginUnmap(context, handle, hostAddr, 0, op, replaceHost);
  memory.setU16(uop + 20, status);
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

/** new_addr of the operation at hand: `beginUnmap` hands on only what both kinds of unmap have. */
let newAddress = 0;

const replaceHost = (
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
  if (newAddress !== 0) {
    if ((flags & GNTMAP.contains_pte) !== 0) return GNTST.general_error;
    stolen = context.pteOfVa(newAddress);
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
