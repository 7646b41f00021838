// SPDX-License-Identifier: GPL-2.0-only
import { ERRNO } from "../abi/errno.ts";
import type { Lin } from "../machine/units.ts";
import type { Context } from "./context.ts";

/**
 * HYPERVISOR_dm_op: a device model serves a domain that runs in a container of the hardware's; the domains here do not
 * (Xen: do_dm_op; not recorded). What it is handed is looked at first: each buffer lies where the caller says.
 *
 * @returns -ESRCH (no such domain), -EFAULT, -EINVAL
 */
export const dmOp = (context: Context, dom: number, count: number, bufs: Lin): number => {
  const { memory, machine, structs } = context;
  if (dom === 0 || !machine.hasDomain(dom)) return -ERRNO.ESRCH;
  return memory.holds(bufs, count * structs.dm_op_buf.bytes) ? -ERRNO.EINVAL : -ERRNO.EFAULT;
};
