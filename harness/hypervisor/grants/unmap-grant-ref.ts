// SPDX-License-Identifier: GPL-2.0-only
import type { GrantHandle, Lin, Mfn } from "../../machine/units.ts";
import { GNTMAP, GNTST } from "../constants.ts";
import type { Context } from "../context.ts";
import { granteePte, replaceGrantPte } from "./host-mapping.ts";
import { beginUnmap, type Unmapped } from "./unmap-common.ts";

/**
 * One GNTTABOP_unmap_grant_ref: its first half, and its status. An address of 0 asks for no such unmap. Statuses:
 * bad_handle, bad_dev_addr, and general_error for a host address whose entry does not show the grant (Xen:
 * unmap_grant_ref, unmap_common; recorded: groups map, multi2, pinned).
 */
export const unmapGrantRef = (
  context: Context,
  uop: Lin,
  index: number,
  forced: number | null,
  op: Unmapped,
): void => {
  const { memory, machine } = context;
  const at = context.structs.unmap_grant_ref;
  const hostAddr = memory.u64(uop + at.host_addr);
  const devBusAddr = memory.u64(uop + at.dev_bus_addr);
  const handle = memory.u32(uop + at.handle);
  op.done = 0;
  const status = forced ?? beginUnmap(context, handle, hostAddr, devBusAddr, op, clearHost);
  memory.setU16(uop + at.status, status);
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
  // A debug Xen takes a misaligned entry of a mapping that it has made for a fault of its own (group misunmap).
  if (context.machine.params.xenDebug && (flags & GNTMAP.contains_pte) !== 0 && (hostAddr & 7) !== 0)
    context.pendingFault = "Xen: an assertion failed in its grant-table code; the host is down";
  const pte = granteePte(context, hostAddr, flags);
  if (pte === 0) return GNTST.general_error;
  return replaceGrantPte(context, handle, pte, frame, flags, 0, 0, "GNTTABOP_unmap_grant_ref");
};
