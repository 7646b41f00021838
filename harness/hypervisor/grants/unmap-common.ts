// SPDX-License-Identifier: GPL-2.0-only
import { type GrantHandle, handle, type Mfn, mfn } from "../../machine/units.ts";
import { GNTMAP, GNTST } from "../constants.ts";
import type { Context } from "../context.ts";
import { PIN_DEVICE_READ, PIN_DEVICE_WRITE, PIN_HOST_READ, PIN_HOST_WRITE } from "./grant-table.ts";

/** Operations of one batch are completed together, after one flush: at most this many. */
export const UNMAP_BATCH = 32;

/** What the first half of an unmap leaves for the second. */
export interface Unmapped {
  /** Grant entry that the handle stood for: the handle itself may be free by then. */
  granter: number;
  ref: number;
  /** GNTMAP_host_map and GNTMAP_device_map, as far as they were undone. */
  done: number;
  readonly: boolean;
  frame: Mfn;
}

/** Replaces the host mapping's entry, at a byte address or, with GNTMAP_contains_pte, a machine address. @returns GNTST_* */
export type UndoHost = (
  context: Context,
  handle: GrantHandle,
  hostAddr: number,
  frame: Mfn,
  flags: number,
) => number;

/** @returns a list that a batch's operations can use again and again. */
export const newUnmapped = (): Unmapped[] =>
  Array.from({ length: UNMAP_BATCH }, () => ({
    granter: 0,
    ref: 0,
    done: 0,
    readonly: false,
    frame: mfn(0),
  }));

/**
 * Undoes the host and device parts that an unmap asks for, and frees the handle if neither is left. The grant entry's
 * pins and in-use bits stay until `completeUnmap`. A later operation of the batch may name the handle again: it finds a
 * part that is done already, or no handle, and the handle is freed once only (Xen: unmap_common; recorded:
 * batch.unmap_same_handle_twice, unmap.both_*).
 * @returns GNTST_okay, GNTST_bad_handle, GNTST_bad_dev_addr, or what undoHost said
 */
export const beginUnmap = (
  context: Context,
  named: number,
  hostAddr: number,
  devBusAddr: number,
  op: Unmapped,
  undoHost: UndoHost,
): number => {
  const { maptrack } = context;
  op.done = 0;
  if (!maptrack.has(named)) return GNTST.bad_handle;
  const flags = maptrack.flags[named]!;
  if (flags === 0) return GNTST.bad_handle;
  const frame = mfn(context.tables[maptrack.domid[named]!]!.activeFrame[maptrack.ref[named]!]!);
  op.granter = maptrack.domid[named]!;
  op.ref = maptrack.ref[named]!;
  op.readonly = (flags & GNTMAP.readonly) !== 0;
  op.frame = frame;
  // A wrong bus address matters only to a handle with a device part (recorded: unmap.host_only_wrong_dev).
  if (devBusAddr !== 0 && (flags & GNTMAP.device_map) !== 0 && devBusAddr !== frame * 4096)
    return GNTST.bad_dev_addr;
  if (hostAddr !== 0 && (flags & GNTMAP.host_map) !== 0) {
    const status = undoHost(context, handle(named), hostAddr, frame, flags);
    if (status !== GNTST.okay) return status;
    op.done |= GNTMAP.host_map;
    maptrack.flags[named]! &= ~GNTMAP.host_map;
  }
  if (devBusAddr !== 0 && (flags & GNTMAP.device_map) !== 0) {
    op.done |= GNTMAP.device_map;
    maptrack.flags[named]! &= ~GNTMAP.device_map;
  }
  if ((maptrack.flags[named]! & (GNTMAP.host_map | GNTMAP.device_map)) === 0) maptrack.give(handle(named));
  return GNTST.okay;
};

/** Second half, after the flush: drops pins and references, clears in-use bits (Xen: unmap_common_complete). */
export const completeUnmap = (context: Context, op: Unmapped): void => {
  if (op.done === 0) return;
  const { ref } = op;
  const table = context.tables[op.granter]!;
  if ((op.done & GNTMAP.host_map) !== 0) {
    context.putFrame(op.frame, !op.readonly);
    table.unpin(ref, op.readonly ? PIN_HOST_READ : PIN_HOST_WRITE);
  }
  if ((op.done & GNTMAP.device_map) !== 0) {
    context.putFrame(op.frame, !op.readonly);
    table.unpin(ref, op.readonly ? PIN_DEVICE_READ : PIN_DEVICE_WRITE);
  }
  table.clearStatus(ref, op.readonly);
};
