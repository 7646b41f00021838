// SPDX-License-Identifier: GPL-2.0-only
import type { Lin } from "../machine/units.ts";
import { GNTST } from "./constants.ts";
import type { Context } from "./context.ts";

/** Bytes of struct gnttab_get_status_frames, the same for both word sizes. */
export const GET_STATUS_FRAMES_BYTES = 16;

/** GNTTABOP_get_status_frames: lists the frames with the in-use bits of a version 2 table; a version 1 table has none. */
export const getStatusFrames = (context: Context, uop: Lin, forced: number | null): void => {
  const { memory, machine } = context;
  const wanted = memory.u32(uop);
  const dom = memory.u16(uop + 4);
  const list = memory.u32(uop + 8);
  const table = context.tableOf(context.resolveSelf(dom));
  let status: number = GNTST.okay;
  if (forced !== null) status = forced;
  else if (table === undefined) status = GNTST.bad_domain;
  else if (wanted > table.statusFrames) status = GNTST.general_error;
  else if (wanted > 0 && !memory.takes(list, wanted * 8)) status = GNTST.bad_virt_addr;
  else {
    for (let n = 0; n < wanted; n++) {
      memory.setU32(list + n * 8, context.statusFrame(context.resolveSelf(dom), n));
      memory.setU32(list + n * 8 + 4, 0);
    }
  }
  memory.setU16(uop + 6, status);
  machine.trace.emit({
    kind: "grant-op",
    op: "get_status_frames",
    index: 0,
    lin: uop,
    input: { dom, nr_frames: wanted },
    status,
    output: {},
  });
};
