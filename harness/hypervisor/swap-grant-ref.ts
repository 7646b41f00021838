// SPDX-License-Identifier: GPL-2.0-only
import type { Lin } from "../machine/units.ts";
import { GNTST } from "./constants.ts";
import type { Context } from "./context.ts";

/** Bytes of struct gnttab_swap_grant_ref, the same for both word sizes. */
export const SWAP_GRANT_REF_BYTES = 12;

/** One GNTTABOP_swap_grant_ref: exchanges two of the caller's own entries, neither in use (recorded: swap.*). */
export const swapGrantRef = (context: Context, uop: Lin, index: number, forced: number | null): void => {
  const { memory, machine } = context;
  const a = memory.u32(uop);
  const b = memory.u32(uop + 4);
  const table = context.tables[0]!;
  let status: number = GNTST.okay;
  if (forced !== null) status = forced;
  else if (a >= table.entries || b >= table.entries) status = GNTST.bad_gntref;
  else if (a !== b && (table.isPinned(a) || table.isPinned(b))) status = GNTST.eagain;
  else if (a !== b) table.swap(a, b);
  memory.setU16(uop + 8, status);
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
