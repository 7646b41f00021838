// SPDX-License-Identifier: GPL-2.0-only
import { ERRNO } from "../../abi/errno.ts";
import type { Lin } from "../../machine/units.ts";
import { GNTTAB_CACHE } from "../constants.ts";
import type { Context } from "../context.ts";

/**
 * One GNTTABOP_cache_flush of `length` bytes at `offset` in a frame. Has no status field: the first that fails ends the
 * call. The range is checked first, then whether there is anything to do, then the frame (Xen: cache_flush; recorded:
 * cache_flush.*, bad_subop.cmd_0x100c).
 * @param continued the call claims to continue an earlier one (bits above the sub-operation's)
 * @returns 0; -EINVAL for a bad range, bits or frame; -EPERM for Xen's own frame; -EOPNOTSUPP for a mere invalidation;
 *   -EILSEQ for nothing to do while continuing
 */
export const cacheFlush = (context: Context, uop: Lin, continued: boolean): number => {
  const { memory, machine } = context;
  const at = context.structs.cache_flush;
  const address = memory.u64(uop + at.dev_bus_addr);
  const offset = memory.u16(uop + at.offset);
  const length = memory.u16(uop + at.length);
  const op = memory.u32(uop + at.op);
  if (offset >= 4096 || offset + length > 4096 || (op & ~(GNTTAB_CACHE.clean | GNTTAB_CACHE.inval)) !== 0)
    return -ERRNO.EINVAL;
  if (length === 0 || op === 0) return continued ? -ERRNO.EILSEQ : 0;
  const { frames } = machine;
  const frame = Math.floor(address / 4096);
  const i = frames.indexOf(frame);
  if (i < 0) return -ERRNO.EINVAL;
  const owner = frames.owner[i]!;
  if (!machine.hasDomain(owner)) return -ERRNO.EPERM;
  if (owner !== 0 && !context.hasMapped(frame)) return -ERRNO.EINVAL;
  return op === GNTTAB_CACHE.inval ? -ERRNO.EOPNOTSUPP : 0;
};
