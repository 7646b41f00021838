// SPDX-License-Identifier: GPL-2.0-only
import { type GrantHandle, join64, type Lin, type Mfn } from "../machine/units.ts";
import { GNTMAP, GNTST } from "./constants.ts";
import type { Context } from "./context.ts";
import { granteePte, replaceGrantPte } from "./host-mapping.ts";
import { beginUnmap, type Unmapped } from "./unmap-common.ts";

/** Bytes of struct gnttab_unmap_grant_ref, the same for both word sizes. */
export const UNMAP_GRANT_REF_BYTES = 24;

/** One GNTTABOP_unmap_grant_ref: its first half, and its status. A host address of 0 asks for no host unmap. */
export const unmapGrantRef = (
  context: Context,
  uop: Lin,
  index: number,
  forced: number | null,
  op: Unmapped,
): void => {
  const { memory, machine } = context;
  const hostAddr = join64(memory.u32(uop), memory.u32(uop + 4));
  const devBusAddr = join64(memory.u32(uop + 8), memory.u32(uop + 12));
  const handle = memory.u32(uop + 16);
  op.done = 0;
  const status = forced ?? beginUnmap(context, handle, hostAddr, devBusAddr, op, clearHost);
  memory.setU16(uop + 20, status);
  machine.trace.emit({
    kind: "grant-op",
    op: "unmap_grant_ref",
    index,
    lin: uop,
    input: { host_addr: hostAddr, dev_bus_addr: devBusAddr, handle },
    status,
    output: {},
  });
};

const clearHost = (
  context: Context,
  handle: GrantHandle,
  hostAddr: number,
  frame: Mfn,
  flags: number,
): number => {
  if (context.machine.params.xenDebug && (flags & GNTMAP.contains_pte) !== 0 && (hostAddr & 7) !== 0)
    context.pendingFault = "Xen: an assertion failed in its grant-table code; the host is down";
  const pte = granteePte(context, hostAddr, flags);
  if (pte === 0) return GNTST.general_error;
  return replaceGrantPte(context, handle, pte, frame, flags, 0, 0, "GNTTABOP_unmap_grant_ref");
};
