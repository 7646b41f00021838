// SPDX-License-Identifier: GPL-2.0-only
import type { Lin } from "../machine/units.ts";
import { ERRNO } from "./constants.ts";
import type { Context } from "./context.ts";

/** EVTCHNOP_send of the public header event_channel.h. */
export const EVTCHNOP_SEND = 4;

/** HYPERVISOR_event_channel_op: a send is accepted, whatever its port. @returns 0, -EFAULT, -ENOSYS for any other. */
export const eventChannelOp = (context: Context, cmd: number, arg: Lin): number => {
  if (cmd !== EVTCHNOP_SEND) return -ERRNO.ENOSYS;
  return context.memory.holds(arg, 4) ? 0 : -ERRNO.EFAULT;
};
