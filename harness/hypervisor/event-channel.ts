// SPDX-License-Identifier: GPL-2.0-only
import type { Lin } from "../machine/units.ts";
import { ERRNO, EVTCHNOP } from "./constants.ts";
import type { Context } from "./context.ts";

/** HYPERVISOR_event_channel_op: a send is accepted, whatever its port. @returns 0, -EFAULT, -ENOSYS for any other. */
export const eventChannelOp = (context: Context, cmd: number, arg: Lin): number => {
  if (cmd !== EVTCHNOP.send) return -ERRNO.ENOSYS;
  return context.memory.holds(arg, 4) ? 0 : -ERRNO.EFAULT;
};
