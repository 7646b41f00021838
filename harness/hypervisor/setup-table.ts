// SPDX-License-Identifier: GPL-2.0-only
import type { Lin } from "../machine/units.ts";
import { GNTST } from "./constants.ts";
import type { Context } from "./context.ts";

/** @returns bytes of struct gnttab_setup_table. */
export const setupTableBytes = (wide: boolean): number => (wide ? 24 : 16);

/**
 * GNTTABOP_setup_table: grows a table and lists its frames. Never shrinks it; more than the maximum is a
 * GNTST_general_error (recorded: group grow); a list that cannot be written a GNTST_bad_virt_addr (recorded:
 * setup_table.bad_frame_list).
 */
export const setupTable = (context: Context, uop: Lin, forced: number | null): void => {
  const { memory, machine, wide } = context;
  const dom = memory.u16(uop);
  const wanted = memory.u32(uop + 4);
  const list = memory.u32(uop + (wide ? 16 : 12));
  const table = context.tableOf(context.resolveSelf(dom));
  const entryBytes = wide ? 8 : 4;
  let status: number = GNTST.okay;
  if (forced !== null) status = forced;
  else if (table === undefined) status = GNTST.bad_domain;
  else if (wanted > table.maxFrames) status = GNTST.general_error;
  else {
    table.frames = Math.max(table.frames, wanted);
    if (wanted > 0 && !memory.takes(list, wanted * entryBytes)) {
      status = GNTST.bad_virt_addr;
    } else {
      for (let i = 0; i < wanted; i++) {
        memory.setU32(list + i * entryBytes, context.grantFrame(context.resolveSelf(dom), i));
        if (wide) memory.setU32(list + i * entryBytes + 4, 0);
      }
    }
  }
  memory.setU16(uop + 8, status);
  machine.trace.emit({
    kind: "grant-op",
    op: "setup_table",
    index: 0,
    lin: uop,
    input: { dom, nr_frames: wanted },
    status,
    output: {},
  });
};
