// SPDX-License-Identifier: GPL-2.0-only
import { ERRNO } from "../abi/errno.ts";
import type { Lin } from "../machine/units.ts";
import { DOMID_SELF, RESOURCE, RESOURCE_ID_GRANT_TABLE, XENMEM } from "./constants.ts";
import type { Context } from "./context.ts";
import { UnmodelledCall } from "./unmodelled-call.ts";

/** The last sub-operation that Xen 4.17 has (public header memory.h). */
const LAST_OP = 29;

/** @returns the name of a sub-operation */
export const memoryOpName = (cmd: number): string =>
  cmd === XENMEM.acquire_resource ? "acquire_resource" : `cmd_${cmd >>> 0}`;

/**
 * HYPERVISOR_memory_op, of which XENMEM_acquire_resource alone: the frames of a domain's grant table, for whoever may map
 * that domain's memory (public header memory.h; Xen: acquire_resource, gnttab_acquire_resource; not recorded). Asked with
 * no frames and no list, it says how many there are.
 *
 * @returns 0; -EFAULT, -ESRCH (no such domain, or DOMID_SELF), -EINVAL (no such table, frames beyond it, padding that is
 *   not zero), -EOPNOTSUPP (another kind of resource), -ENOSYS (a sub-operation that Xen does not have)
 * @throws UnmodelledCall for any other that it has
 */
export const memoryOp = (context: Context, cmd: number, arg: Lin): number => {
  if (cmd > LAST_OP) return -ERRNO.ENOSYS;
  if (cmd !== XENMEM.acquire_resource) throw new UnmodelledCall("memory_op", String(cmd));
  const { memory, structs, machine } = context;
  const at = structs.acquire_resource;
  if (!memory.takes(arg, at.bytes)) return -ERRNO.EFAULT;
  // what kernels call flags: Xen told them something by it, and does so no more
  if (memory.u32(arg + at.pad) !== 0) return -ERRNO.EINVAL;
  const dom = memory.u16(arg + at.domid);
  if (dom === DOMID_SELF || !machine.hasDomain(dom)) return -ERRNO.ESRCH;
  if (memory.u16(arg + at.type) !== RESOURCE.grant_table) return -ERRNO.EOPNOTSUPP;
  const frames = framesOf(context, dom, memory.u32(arg + at.id));
  if (frames === null) return -ERRNO.EINVAL;
  const list = memory.long(arg + at.frame_list);
  const wanted = memory.u32(arg + at.nr_frames);
  if (list === 0) {
    if (wanted !== 0) return -ERRNO.EINVAL;
    memory.setU32(arg + at.nr_frames, frames.length);
    return 0;
  }
  const first = memory.u64(arg + at.frame);
  if (first + wanted > frames.length) return -ERRNO.EINVAL;
  const word = context.wide ? 8 : 4;
  if (!memory.takes(list, wanted * word)) return -ERRNO.EFAULT;
  for (let i = 0; i < wanted; i++) memory.setLong(list + i * word, frames[first + i]!);
  return 0;
};

/** @returns the frames of a domain's table, null if there is no such table */
function framesOf(context: Context, dom: number, id: number): readonly number[] | null {
  const { maxGrantFrames } = context.machine.params;
  if (id === RESOURCE_ID_GRANT_TABLE.shared)
    return Array.from({ length: maxGrantFrames }, (_, n) => context.grantFrame(dom, n));
  // a table of version 1 has its statuses in its entries
  const { statusFrames } = context.tableOf(dom)!;
  if (id !== RESOURCE_ID_GRANT_TABLE.status || statusFrames === 0) return null;
  return Array.from({ length: statusFrames }, (_, n) => context.statusFrame(dom, n));
}
