// SPDX-License-Identifier: GPL-2.0-only
import { join64, type Lin } from "../machine/units.ts";
import { ERRNO } from "./constants.ts";
import type { Context } from "./context.ts";

/** Bytes of struct gnttab_cache_flush. */
export const CACHE_FLUSH_BYTES = 16;

const CLEAN = 1;
const INVAL = 2;

/**
 * One GNTTABOP_cache_flush. Has no status field; the first that fails ends the call (recorded: cache_flush.*).
 * @param continued the call claims to continue an earlier one (bits above the sub-operation's)
 * @returns 0; -EINVAL for a bad range, bits or frame; -EPERM for Xen's own frame; -EOPNOTSUPP for a mere invalidation;
 *   -EILSEQ for nothing to do while continuing
 */
export const cacheFlush = (context: Context, uop: Lin, continued: boolean): number => {
  const { memory, machine } = context;
  const address = join64(memory.u32(uop), memory.u32(uop + 4));
  const offset = memory.u16(uop + 8);
  const length = memory.u16(uop + 10);
  const op = memory.u32(uop + 12);
  if (offset >= 4096 || offset + length > 4096 || (op & ~(CLEAN | INVAL)) !== 0) return -ERRNO.EINVAL;
  if (length === 0 || op === 0) return continued ? -ERRNO.EILSEQ : 0;
  const { frames } = machine;
  const frame = Math.floor(address / 4096);
  const i = frames.indexOf(frame);
  if (i < 0) return -ERRNO.EINVAL;
  const owner = frames.owner[i]!;
  if (!machine.hasDomain(owner)) return -ERRNO.EPERM;
  if (owner !== 0 && !context.hasMapped(frame)) return -ERRNO.EINVAL;
  return op === INVAL ? -ERRNO.EOPNOTSUPP : 0;
};
