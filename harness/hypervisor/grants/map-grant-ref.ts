// SPDX-License-Identifier: GPL-2.0-only
import { type GrantHandle, type Lin, type Mfn, mfn } from "../../machine/units.ts";
import { GNTMAP, GNTST } from "../constants.ts";
import type { Context } from "../context.ts";
import {
  type GrantTable,
  PIN_DEVICE_READ,
  PIN_DEVICE_WRITE,
  PIN_HOST_READ,
  PIN_HOST_WRITE,
} from "./grant-table.ts";
import { granteePte, installGrantPte } from "./host-mapping.ts";

/**
 * One GNTTABOP_map_grant_ref. Writes status, and if it succeeds handle and dev_bus_addr (bytes; also for a map without a
 * device part); else those keep their values. The order of the checks, each with its status: flags (bad_gntref), domain
 * (bad_domain; DOMID_SELF is none), a free handle (no_space), reference (bad_gntref), pins and entry (general_error),
 * frame (bad_page, or general_error for a page table to be written), address (general_error). A handle that a failed
 * operation has taken goes to the end of the free list. An entry in use keeps the frame it was first mapped with (Xen:
 * map_grant_ref; recorded: groups map and pinned).
 */
export const mapGrantRef = (context: Context, uop: Lin, index: number, forced: number | null): void => {
  const { memory, machine, maptrack } = context;
  const at = context.structs.map_grant_ref;
  const hostAddr = memory.u64(uop + at.host_addr);
  const flags = memory.u32(uop + at.flags);
  const ref = memory.u32(uop + at.ref);
  const dom = memory.u16(uop + at.dom);
  let status: number = GNTST.okay;
  let handle: GrantHandle | -1 = -1;
  let frame = -1;
  if (forced !== null) {
    status = forced;
  } else if ((flags & (GNTMAP.device_map | GNTMAP.host_map)) === 0) {
    status = GNTST.bad_gntref;
  } else {
    const table = context.tableOf(dom);
    if (table === undefined) {
      status = GNTST.bad_domain;
    } else {
      handle = maptrack.take();
      if (handle < 0) {
        status = GNTST.no_space;
      } else {
        status = pinAndMap(context, table, handle as GrantHandle, hostAddr, flags, ref, dom);
        if (status === GNTST.okay) frame = table.activeFrame[ref]!;
        else maptrack.give(handle as GrantHandle);
      }
    }
  }
  memory.setU16(uop + at.status, status);
  if (frame >= 0) {
    memory.setU32(uop + at.handle, handle);
    memory.setU64(uop + at.dev_bus_addr, frame * 4096);
  }
  machine.trace.emit({
    kind: "grant-op",
    op: "map_grant_ref",
    index,
    lin: uop,
    input: { host_addr: hostAddr, flags, ref, dom },
    status,
    output: frame >= 0 ? { handle, dev_bus_addr: frame * 4096 } : {},
  });
};

const pinAndMap = (
  context: Context,
  table: GrantTable,
  handle: GrantHandle,
  hostAddr: number,
  flags: number,
  ref: number,
  dom: number,
): number => {
  if (ref >= table.entries) return GNTST.bad_gntref;
  const readonly = (flags & GNTMAP.readonly) !== 0;
  const device = (flags & GNTMAP.device_map) !== 0;
  const host = (flags & GNTMAP.host_map) !== 0;
  const devicePin = readonly ? PIN_DEVICE_READ : PIN_DEVICE_WRITE;
  const hostPin = readonly ? PIN_HOST_READ : PIN_HOST_WRITE;
  if ((device && !table.canPin(ref, devicePin)) || (host && !table.canPin(ref, hostPin)))
    return GNTST.general_error;
  const pinned = table.isPinned(ref);
  if (!pinned || (!readonly && !table.isPinnedForWrite(ref))) {
    const status = table.setStatus(ref, readonly, true, 0);
    if (status !== GNTST.okay) return status;
    if (!pinned) table.activeFrame[ref] = table.frame[ref]!;
  }
  const frame = mfn(table.activeFrame[ref]!);
  const status = mapFrame(context, handle, frame, dom, hostAddr, flags);
  if (status !== GNTST.okay) {
    table.clearStatus(ref, readonly);
    return status;
  }
  if (device) table.pin(ref, devicePin);
  if (host) table.pin(ref, hostPin);
  const { maptrack } = context;
  maptrack.flags[handle] = flags;
  maptrack.domid[handle] = dom;
  maptrack.ref[handle] = ref;
  return GNTST.okay;
};

const mapFrame = (
  context: Context,
  handle: GrantHandle,
  frame: Mfn,
  dom: number,
  hostAddr: number,
  flags: number,
): number => {
  const { frames } = context.machine;
  const i = frames.indexOf(frame);
  if (i < 0 || frames.owner[i] !== dom) return GNTST.bad_page;
  const writable = (flags & GNTMAP.readonly) === 0;
  if (writable && !context.mayWrite(i)) return GNTST.general_error;
  if ((flags & GNTMAP.host_map) !== 0) {
    const pte = granteePte(context, hostAddr, flags);
    if (pte === 0) return GNTST.general_error;
    context.getFrame(frame, writable);
    installGrantPte(context, handle, pte, frame, flags);
  }
  if ((flags & GNTMAP.device_map) !== 0) context.getFrame(frame, writable);
  return GNTST.okay;
};
