// SPDX-License-Identifier: GPL-2.0-only
import type { Lin } from "../machine/units.ts";
import { ERRNO } from "./constants.ts";
import type { Context } from "./context.ts";

/** Bytes of struct gnttab_get_version and gnttab_set_version. */
export const GET_VERSION_BYTES = 8;
export const SET_VERSION_BYTES = 4;

/** GNTTABOP_get_version. @returns 0, or -ESRCH for an unknown domain (recorded: get_version.dom_1). */
export const getVersion = (context: Context, uop: Lin): number => {
  const table = context.tableOf(context.resolveSelf(context.memory.u16(uop)));
  if (table === undefined) return -ERRNO.ESRCH;
  context.memory.setU32(uop + 4, table.version);
  return 0;
};

/** GNTTABOP_set_version. Only version 1 is modelled. @returns 0, or -EINVAL for any other, -ENOSYS for 2. */
export const setVersion = (context: Context, uop: Lin): number => {
  const wanted = context.memory.u32(uop);
  if (wanted === 2) return -ERRNO.ENOSYS;
  return wanted === 1 ? 0 : -ERRNO.EINVAL;
};
