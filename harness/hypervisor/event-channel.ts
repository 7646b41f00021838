// SPDX-License-Identifier: GPL-2.0-only
import { ERRNO } from "../abi/errno.ts";
import type { Lin } from "../machine/units.ts";
import { EVTCHNOP } from "./constants.ts";
import type { Context } from "./context.ts";

/** HYPERVISOR_event_channel_op: a send is accepted, whatever its port. @returns 0, -EFAULT, -ENOSYS for any other. */
export const eventChannelOp = (context: Context, cmd: number, arg: Lin): number => {
  if (cmd !== EVTCHNOP.send) return -ERRNO.ENOSYS;
  if (!context.memory.holds(arg, 4)) return -ERRNO.EFAULT;
  const port = context.memory.u32(arg);
  context.sent.set(port, (context.sent.get(port) ?? 0) + 1);
  return 0;
};
