// SPDX-License-Identifier: GPL-2.0-only
import { NO_PFN } from "../machine/frame-table.ts";
import type { Lin } from "../machine/units.ts";
import { GNTST, GTF } from "./constants.ts";
import type { Context } from "./context.ts";

/** Owner of a frame that a failed transfer has taken away (DOMID_INVALID). */
const NOBODY = 0x7ff4;

/** @returns bytes of struct gnttab_transfer. */
export const transferBytes = (wide: boolean): number => (wide ? 24 : 16);

/**
 * One GNTTABOP_transfer: gives an own frame to a domain that accepts it. The frame must have no other reference, no
 * mapping above all. A transfer that fails after that has lost the frame (recorded: transfer.same_page_after_bad_dom).
 */
export const transfer = (context: Context, uop: Lin, index: number, forced: number | null): void => {
  const { memory, machine, wide } = context;
  const frame = memory.u32(uop);
  const dom = memory.u16(uop + (wide ? 8 : 4));
  const ref = memory.u32(uop + (wide ? 12 : 8));
  const status = forced ?? give(context, frame, dom, ref);
  memory.setU16(uop + (wide ? 16 : 12), status);
  machine.trace.emit({
    kind: "grant-op",
    op: "transfer",
    index,
    lin: uop,
    input: { mfn: frame, domid: dom, ref },
    status,
    output: {},
  });
};

const give = (context: Context, frame: number, dom: number, ref: number): number => {
  const { frames } = context.machine;
  const i = frames.indexOf(frame);
  if (i < 0 || frames.owner[i] !== 0 || frames.refCount[i] !== 1) return GNTST.bad_page;
  frames.owner[i] = NOBODY;
  frames.pfn[i] = NO_PFN;
  const table = context.tableOf(dom);
  if (table === undefined) return GNTST.bad_domain;
  if (ref >= table.entries) return GNTST.bad_gntref;
  if (table.flags[ref] !== GTF.accept_transfer || table.domid[ref] !== 0) return GNTST.general_error;
  frames.owner[i] = dom;
  table.frame[ref] = frame;
  table.flags[ref] = GTF.accept_transfer | GTF.transfer_committed | GTF.transfer_completed;
  return GNTST.okay;
};
