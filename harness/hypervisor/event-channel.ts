// SPDX-License-Identifier: GPL-2.0-only
import { ERRNO } from "../abi/errno.ts";
import type { Lin } from "../machine/units.ts";
import { EVTCHNOP } from "./constants.ts";
import type { Context } from "./context.ts";
import { UnmodelledCall } from "./unmodelled-call.ts";

/** The last operation that Xen 4.17 has (public header event_channel.h). */
const LAST_OP = 14;

/**
 * HYPERVISOR_event_channel_op: a send is accepted, whatever its port.
 *
 * @returns 0, -EFAULT, -ENOSYS for an operation that Xen does not have
 * @throws UnmodelledCall for any other that it has
 */
export const eventChannelOp = (context: Context, cmd: number, arg: Lin): number => {
  if (cmd >>> 0 > LAST_OP) return -ERRNO.ENOSYS;
  if (cmd !== EVTCHNOP.send) throw new UnmodelledCall("event_channel_op", String(cmd));
  if (!context.memory.holds(arg, 4)) return -ERRNO.EFAULT;
  const port = context.memory.u32(arg);
  context.sent.set(port, (context.sent.get(port) ?? 0) + 1);
  return 0;
};
