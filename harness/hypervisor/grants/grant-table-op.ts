// SPDX-License-Identifier: GPL-2.0-only
import { ERRNO } from "../../abi/errno.ts";
import { type Lin, lin } from "../../machine/units.ts";
import { GNTTABOP } from "../constants.ts";
import type { Context } from "../context.ts";
import { cacheFlush } from "./cache-flush.ts";
import { copy } from "./copy.ts";
import { getStatusFrames } from "./get-status-frames.ts";
import { mapGrantRef } from "./map-grant-ref.ts";
import { querySize } from "./query-size.ts";
import { setupTable } from "./setup-table.ts";
import { swapGrantRef } from "./swap-grant-ref.ts";
import { transfer } from "./transfer.ts";
import { unmapAndReplace } from "./unmap-and-replace.ts";
import { completeUnmap, newUnmapped, UNMAP_BATCH, type Unmapped } from "./unmap-common.ts";
import { unmapGrantRef } from "./unmap-grant-ref.ts";
import { getVersion, setVersion } from "./version.ts";

const NAMES: readonly string[] = Object.keys(GNTTABOP);

/** @returns the name of a sub-operation without its prefix, `cmd_N` for an unknown one. */
export const grantOpName = (cmd: number): string => NAMES[cmd] ?? `cmd_${cmd >>> 0}`;

/** Says which status an operation is to be answered with, null for its own. Asked once for every operation. */
export type Force = (op: string) => number | null;

const batch = newUnmapped();

/** The bits of cmd that name the sub-operation; the others tell a preempted cache_flush where to go on. */
const SUB_OPERATION = 0xfff;

/**
 * HYPERVISOR_grant_table_op. Operations that fail say so in their status; the call itself fails only for arguments that
 * cannot be read or written (-EFAULT, the operations before that one are done; recorded: group batch), a count that is
 * negative or not 1 where it must be (-EINVAL), and an unknown sub-operation (-ENOSYS).
 */
export const grantTableOp = (
  context: Context,
  cmd: number,
  uop: Lin,
  count: number,
  force: Force,
): number => {
  const sub = cmd & SUB_OPERATION;
  const continued = (cmd & ~SUB_OPERATION) !== 0;
  if ((count | 0) < 0 || (continued && sub !== GNTTABOP.cache_flush)) return -ERRNO.EINVAL;
  const { memory } = context;
  switch (sub) {
    case GNTTABOP.map_grant_ref:
      return each(context, uop, count, "map_grant_ref", mapGrantRef, force);
    case GNTTABOP.unmap_grant_ref:
      return unmapBatches(context, uop, count, "unmap_grant_ref", unmapGrantRef, force);
    case GNTTABOP.unmap_and_replace:
      return unmapBatches(context, uop, count, "unmap_and_replace", unmapAndReplace, force);
    case GNTTABOP.copy:
      return each(context, uop, count, "copy", copy, force);
    case GNTTABOP.swap_grant_ref:
      return each(context, uop, count, "swap_grant_ref", swapGrantRef, force);
    case GNTTABOP.transfer:
      return each(context, uop, count, "transfer", transfer, force);
    case GNTTABOP.query_size:
      return single(context, uop, count, "query_size", querySize, force);
    case GNTTABOP.setup_table:
      return single(context, uop, count, "setup_table", setupTable, force);
    case GNTTABOP.get_status_frames:
      return single(context, uop, count, "get_status_frames", getStatusFrames, force);
    case GNTTABOP.cache_flush:
      return flushEach(context, uop, count, continued);
    case GNTTABOP.get_version:
      return memory.takes(uop, context.structs.get_version.bytes) ? getVersion(context, uop) : -ERRNO.EFAULT;
    case GNTTABOP.set_version:
      return memory.takes(uop, context.structs.set_version.bytes) ? setVersion(context, uop) : -ERRNO.EFAULT;
    default:
      return -ERRNO.ENOSYS;
  }
};

/** An operation that is one a call (recorded: query_size.count_0, setup_table.count_2). */
const single = (
  context: Context,
  uop: Lin,
  count: number,
  name: "query_size" | "setup_table" | "get_status_frames",
  one: (context: Context, uop: Lin, forced: number | null) => void,
  force: Force,
): number => {
  // None at all is nothing to do where the caller has 32 bits and the argument a list (recorded: setup_table.count_0).
  if (count === 0 && !context.wide && name !== "query_size") return 0;
  if (count !== 1) return -ERRNO.EINVAL;
  if (!context.memory.takes(uop, context.structs[name].bytes)) return -ERRNO.EFAULT;
  one(context, uop, force(name));
  return 0;
};

const flushEach = (context: Context, uop: Lin, count: number, continued: boolean): number => {
  const { bytes } = context.structs.cache_flush;
  for (let i = 0; i < count; i++) {
    const at = lin(uop + i * bytes);
    const rc = context.memory.holds(at, bytes) ? cacheFlush(context, at, continued) : -ERRNO.EFAULT;
    if (rc !== 0) return rc;
  }
  return 0;
};

type One = (context: Context, uop: Lin, index: number, forced: number | null) => void;

/** An operation whose answer cannot be written has been performed all the same (recorded: batch.map_readonly_buffer). */
const each = (
  context: Context,
  uop: Lin,
  count: number,
  name: "map_grant_ref" | "copy" | "swap_grant_ref" | "transfer",
  one: One,
  force: Force,
): number => {
  const { memory } = context;
  const { bytes } = context.structs[name];
  for (let i = 0; i < count; i++) {
    const at = lin(uop + i * bytes);
    if (!memory.holds(at, bytes)) return -ERRNO.EFAULT;
    one(context, at, i, force(name));
    if (!memory.takes(at, bytes)) return -ERRNO.EFAULT;
  }
  return 0;
};

type UnmapOne = (context: Context, uop: Lin, index: number, forced: number | null, op: Unmapped) => void;

const unmapBatches = (
  context: Context,
  uop: Lin,
  count: number,
  name: "unmap_grant_ref" | "unmap_and_replace",
  one: UnmapOne,
  force: Force,
): number => {
  const { memory } = context;
  const { bytes } = context.structs[name];
  for (let first = 0; first < count; first += UNMAP_BATCH) {
    const n = Math.min(count - first, UNMAP_BATCH);
    let begun = 0;
    let rc = 0;
    while (begun < n && rc === 0) {
      const at = lin(uop + (first + begun) * bytes);
      if (memory.holds(at, bytes)) one(context, at, first + begun, force(name), batch[begun++]!);
      if (!memory.takes(at, bytes)) rc = -ERRNO.EFAULT;
    }
    finish(context, begun);
    if (rc !== 0) return rc;
  }
  return 0;
};

/** One flush for the batch, if it unmapped anything; then the second halves. */
const finish = (context: Context, begun: number): void => {
  let done = 0;
  for (let i = 0; i < begun; i++) done |= batch[i]!.done;
  if (done === 0) return;
  context.machine.flushTlbAll();
  for (let i = 0; i < begun; i++) completeUnmap(context, batch[i]!);
};
