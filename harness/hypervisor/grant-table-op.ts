// SPDX-License-Identifier: GPL-2.0-only
import { type Lin, lin } from "../machine/units.ts";
import { CACHE_FLUSH_BYTES, cacheFlush } from "./cache-flush.ts";
import { ERRNO, GNTTABOP } from "./constants.ts";
import type { Context } from "./context.ts";
import { copy, copyBytes } from "./copy.ts";
import { GET_STATUS_FRAMES_BYTES, getStatusFrames } from "./get-status-frames.ts";
import { MAP_GRANT_REF_BYTES, mapGrantRef } from "./map-grant-ref.ts";
import { QUERY_SIZE_BYTES, querySize } from "./query-size.ts";
import { setupTable, setupTableBytes } from "./setup-table.ts";
import { SWAP_GRANT_REF_BYTES, swapGrantRef } from "./swap-grant-ref.ts";
import { transfer, transferBytes } from "./transfer.ts";
import { UNMAP_AND_REPLACE_BYTES, unmapAndReplace } from "./unmap-and-replace.ts";
import { completeUnmap, newUnmapped, UNMAP_BATCH, type Unmapped } from "./unmap-common.ts";
import { UNMAP_GRANT_REF_BYTES, unmapGrantRef } from "./unmap-grant-ref.ts";
import { GET_VERSION_BYTES, getVersion, SET_VERSION_BYTES, setVersion } from "./version.ts";

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
  const { memory, wide } = context;
  switch (sub) {
    case GNTTABOP.map_grant_ref:
      return each(context, uop, count, MAP_GRANT_REF_BYTES, mapGrantRef, "map_grant_ref", force);
    case GNTTABOP.unmap_grant_ref:
      return unmapBatches(
        context,
        uop,
        count,
        UNMAP_GRANT_REF_BYTES,
        unmapGrantRef,
        "unmap_grant_ref",
        force,
      );
    case GNTTABOP.unmap_and_replace:
      return unmapBatches(
        context,
        uop,
        count,
        UNMAP_AND_REPLACE_BYTES,
        unmapAndReplace,
        "unmap_and_replace",
        force,
      );
    case GNTTABOP.query_size:
      if (count !== 1) return -ERRNO.EINVAL;
      if (!memory.takes(uop, QUERY_SIZE_BYTES)) return -ERRNO.EFAULT;
      querySize(context, uop, force("query_size"));
      return 0;
    case GNTTABOP.setup_table:
      if (count !== 1) return -ERRNO.EINVAL;
      if (!memory.takes(uop, setupTableBytes(wide))) return -ERRNO.EFAULT;
      setupTable(context, uop, force("setup_table"));
      return 0;
    case GNTTABOP.get_status_frames:
      if (count !== 1) return -ERRNO.EINVAL;
      if (!memory.takes(uop, GET_STATUS_FRAMES_BYTES)) return -ERRNO.EFAULT;
      getStatusFrames(context, uop, force("get_status_frames"));
      return 0;
    case GNTTABOP.copy:
      return each(context, uop, count, copyBytes(wide), copy, "copy", force);
    case GNTTABOP.swap_grant_ref:
      return each(context, uop, count, SWAP_GRANT_REF_BYTES, swapGrantRef, "swap_grant_ref", force);
    case GNTTABOP.transfer:
      return each(context, uop, count, transferBytes(wide), transfer, "transfer", force);
    case GNTTABOP.cache_flush:
      for (let i = 0; i < count; i++) {
        const at = lin(uop + i * CACHE_FLUSH_BYTES);
        const rc = memory.holds(at, CACHE_FLUSH_BYTES) ? cacheFlush(context, at, continued) : -ERRNO.EFAULT;
        if (rc !== 0) return rc;
      }
      return 0;
    case GNTTABOP.get_version:
      return memory.takes(uop, GET_VERSION_BYTES) ? getVersion(context, uop) : -ERRNO.EFAULT;
    case GNTTABOP.set_version:
      return memory.takes(uop, SET_VERSION_BYTES) ? setVersion(context, uop) : -ERRNO.EFAULT;
    default:
      return -ERRNO.ENOSYS;
  }
};

type One = (context: Context, uop: Lin, index: number, forced: number | null) => void;

/** An operation whose answer cannot be written has been performed all the same (recorded: batch.map_readonly_buffer). */
const each = (
  context: Context,
  uop: Lin,
  count: number,
  bytes: number,
  one: One,
  name: string,
  force: Force,
): number => {
  const { memory } = context;
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
  bytes: number,
  one: UnmapOne,
  name: string,
  force: Force,
): number => {
  const { memory } = context;
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
