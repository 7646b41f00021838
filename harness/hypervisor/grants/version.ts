// SPDX-License-Identifier: GPL-2.0-only
import { ERRNO } from "../../abi/errno.ts";
import type { Lin } from "../../machine/units.ts";
import type { Context } from "../context.ts";

/** GNTTABOP_get_version. @returns 0, or -ESRCH for an unknown domain (Xen: gnttab_get_version; recorded: get_version.*). */
export const getVersion = (context: Context, uop: Lin): number => {
  const at = context.structs.get_version;
  const table = context.tableOf(context.resolveSelf(context.memory.u16(uop + at.dom)));
  if (table === undefined) return -ERRNO.ESRCH;
  context.memory.setU32(uop + at.version, table.version);
  return 0;
};

/**
 * GNTTABOP_set_version, of the caller's own table; writes back the version in force. Changing it keeps the reserved
 * entries (0 to 7) and empties the others (Xen: gnttab_set_version; recorded: set_version.*, group v2).
 * @returns 0, -EINVAL for a version other than 1 and 2, -EBUSY while a grant or a status frame is mapped
 */
export const setVersion = (context: Context, uop: Lin): number => {
  const { memory, machine } = context;
  const wanted = memory.u32(uop);
  const table = context.tables[0]!;
  let ret = 0;
  if (wanted !== 1 && wanted !== 2) ret = -ERRNO.EINVAL;
  else if (wanted !== table.version) {
    if (table.anyPinned() || (table.version === 2 && statusFrameMapped(context))) ret = -ERRNO.EBUSY;
    else table.setVersion(wanted);
  }
  memory.setU32(uop, table.version);
  machine.trace.emit({
    kind: "grant-op",
    op: "set_version",
    index: 0,
    lin: uop,
    input: { version: wanted },
    status: 0,
    output: { version: table.version },
  });
  return ret;
};

const statusFrameMapped = (context: Context): boolean => {
  const { frames } = context.machine;
  const table = context.tables[0]!;
  for (let n = 0; n < table.statusFrames; n++)
    if (frames.refCount[frames.indexOf(context.statusFrame(0, n))]! > 1) return true;
  return false;
};
