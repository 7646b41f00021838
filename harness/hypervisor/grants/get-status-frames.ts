// SPDX-License-Identifier: GPL-2.0-only
import type { Lin } from "../../machine/units.ts";
import { GNTST } from "../constants.ts";
import type { Context } from "../context.ts";

/** A listed frame is a uint64_t for both word sizes. */
const FRAME_BYTES = 8;

/**
 * GNTTABOP_get_status_frames: lists the frames with the in-use bits of a version 2 table; a version 1 table has none.
 * Statuses: bad_domain, general_error for more than there are, bad_virt_addr for a list that cannot be written (Xen:
 * gnttab_get_status_frames; recorded: get_status_frames.*, v2.get_status_frames*).
 */
export const getStatusFrames = (context: Context, uop: Lin, forced: number | null): void => {
  const { memory, machine } = context;
  const at = context.structs.get_status_frames;
  const wanted = memory.u32(uop + at.nr_frames);
  const dom = memory.u16(uop + at.dom);
  const list = memory.long(uop + at.frame_list);
  const table = context.tableOf(context.resolveSelf(dom));
  let status: number = GNTST.okay;
  if (forced !== null) status = forced;
  else if (table === undefined) status = GNTST.bad_domain;
  else if (wanted > table.statusFrames) status = GNTST.general_error;
  else {
    for (let n = 0; n < wanted; n++) {
      const entry = list + n * FRAME_BYTES;
      if (memory.takes(entry, FRAME_BYTES))
        memory.setU64(entry, context.statusFrame(context.resolveSelf(dom), n));
      else status = GNTST.bad_virt_addr;
    }
  }
  memory.setU16(uop + at.status, status);
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
