// SPDX-License-Identifier: GPL-2.0-only
import type { Lin } from "../../machine/units.ts";
import { GNTST } from "../constants.ts";
import type { Context } from "../context.ts";

/**
 * GNTTABOP_query_size: grant frames in use and their limit, of any domain. An unknown domain is bad_domain and leaves the
 * counts as they are (Xen: gnttab_query_size; recorded: query_size.*).
 */
export const querySize = (context: Context, uop: Lin, forced: number | null): void => {
  const { memory, machine } = context;
  const at = context.structs.query_size;
  const dom = memory.u16(uop + at.dom);
  const table = context.tableOf(context.resolveSelf(dom));
  let status: number = GNTST.okay;
  let output: Readonly<Record<string, number>> = {};
  if (forced !== null) {
    status = forced;
  } else if (table === undefined) {
    status = GNTST.bad_domain;
  } else {
    memory.setU32(uop + at.nr_frames, table.frames);
    memory.setU32(uop + at.max_nr_frames, table.maxFrames);
    output = { nr_frames: table.frames, max_nr_frames: table.maxFrames };
  }
  memory.setU16(uop + at.status, status);
  machine.trace.emit({
    kind: "grant-op",
    op: "query_size",
    index: 0,
    lin: uop,
    input: { dom },
    status,
    output,
  });
};
