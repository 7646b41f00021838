// SPDX-License-Identifier: GPL-2.0-only
import type { Lin } from "../../machine/units.ts";
import { GNTST } from "../constants.ts";
import type { Context } from "../context.ts";

/**
 * GNTTABOP_setup_table: grows a table to `nr_frames` grant frames and lists them. Never shrinks it. Statuses: bad_domain;
 * general_error for more than the maximum; bad_virt_addr for a list that cannot be written: the table has grown all the
 * same (Xen: gnttab_setup_table; recorded: setup_table.*).
 */
export const setupTable = (context: Context, uop: Lin, forced: number | null): void => {
  const { memory, machine, wide } = context;
  const at = context.structs.setup_table;
  const dom = memory.u16(uop + at.dom);
  const wanted = memory.u32(uop + at.nr_frames);
  const list = memory.long(uop + at.frame_list);
  const table = context.tableOf(context.resolveSelf(dom));
  const entryBytes = wide ? 8 : 4;
  let status: number = GNTST.okay;
  if (forced !== null) status = forced;
  else if (table === undefined) status = GNTST.bad_domain;
  else if (wanted > table.maxFrames) status = GNTST.general_error;
  else {
    table.frames = Math.max(table.frames, wanted);
    for (let n = 0; n < wanted; n++) {
      const entry = list + n * entryBytes;
      if (memory.takes(entry, entryBytes))
        memory.setLong(entry, context.grantFrame(context.resolveSelf(dom), n));
      else status = GNTST.bad_virt_addr;
    }
  }
  memory.setU16(uop + at.status, status);
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
