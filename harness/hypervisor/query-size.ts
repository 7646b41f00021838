// SPDX-License-Identifier: GPL-2.0-only
import type { Lin } from "../machine/units.ts";
import { GNTST } from "./constants.ts";
import type { Context } from "./context.ts";

/** Bytes of struct gnttab_query_size, the same for both word sizes. */
export const QUERY_SIZE_BYTES = 16;

/** GNTTABOP_query_size. An unknown domain leaves the counts as they are (recorded: query_size.dom_1). */
export const querySize = (context: Context, uop: Lin, forced: number | null): void => {
  const { memory, machine } = context;
  const dom = memory.u16(uop);
  const table = context.tableOf(context.resolveSelf(dom));
  let status: number = GNTST.okay;
  let output: Readonly<Record<string, number>> = {};
  if (forced !== null) {
    status = forced;
  } else if (table === undefined) {
    status = GNTST.bad_domain;
  } else {
    memory.setU32(uop + 4, table.frames);
    memory.setU32(uop + 8, table.maxFrames);
    output = { nr_frames: table.frames, max_nr_frames: table.maxFrames };
  }
  memory.setU16(uop + 12, status);
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
