// SPDX-License-Identifier: GPL-2.0-only
import type { Lin } from "../../machine/units.ts";
import { GNTST } from "../constants.ts";
import type { Context } from "../context.ts";

/**
 * One GNTTABOP_swap_grant_ref: exchanges two of the caller's own entries. Statuses: bad_gntref; eagain while one of them
 * is in use, unless both are the same (Xen: __gnttab_swap_grant_ref; recorded: swap.*).
 */
export const swapGrantRef = (context: Context, uop: Lin, index: number, forced: number | null): void => {
  const { memory, machine } = context;
  const at = context.structs.swap_grant_ref;
  const a = memory.u32(uop + at.ref_a);
  const b = memory.u32(uop + at.ref_b);
  const table = context.tables[0]!;
  let status: number = GNTST.okay;
  if (forced !== null) status = forced;
  else if (a >= table.entries || b >= table.entries) status = GNTST.bad_gntref;
  else if (a !== b && (table.isPinned(a) || table.isPinned(b))) status = GNTST.eagain;
  else if (a !== b) table.swap(a, b);
  memory.setU16(uop + at.status, status);
  machine.trace.emit({
    kind: "grant-op",
    op: "swap_grant_ref",
    index,
    lin: uop,
    input: { ref_a: a, ref_b: b },
    status,
    output: {},
  });
};
