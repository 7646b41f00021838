// SPDX-License-Identifier: GPL-2.0-only
import { NO_PFN } from "../../machine/frame-table.ts";
import type { Lin } from "../../machine/units.ts";
import { DOMID_INVALID, GNTST, GTF } from "../constants.ts";
import type { Context } from "../context.ts";

/**
 * One GNTTABOP_transfer: gives an own frame to a domain that accepts it. The frame must be ordinary memory with no other
 * reference, no mapping above all, else bad_page. It is taken away first: a transfer that fails after that, with
 * bad_domain or general_error, has lost it (Xen: gnttab_transfer, steal_page, gnttab_prepare_for_transfer; recorded:
 * transfer.*, above all same_page_after_bad_dom).
 */
export const transfer = (context: Context, uop: Lin, index: number, forced: number | null): void => {
  const { memory, machine } = context;
  const at = context.structs.transfer;
  const frame = memory.long(uop + at.mfn);
  const dom = memory.u16(uop + at.domid);
  const ref = memory.u32(uop + at.ref);
  const status = forced ?? give(context, frame, dom, ref);
  memory.setU16(uop + at.status, status);
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
  if (i < 0 || frames.owner[i] !== 0 || frames.refCount[i] !== 1 || context.isXenHeap(frame))
    return GNTST.bad_page;
  frames.owner[i] = DOMID_INVALID;
  frames.pfn[i] = NO_PFN;
  const table = context.tableOf(dom);
  if (table === undefined) return GNTST.bad_domain;
  // A bad reference is no bad_gntref here: the recipient merely does not accept.
  if (ref >= table.entries) return GNTST.general_error;
  if (table.flags[ref] !== GTF.accept_transfer || table.domid[ref] !== 0) return GNTST.general_error;
  frames.owner[i] = dom;
  table.frame[ref] = frame;
  table.flags[ref] = GTF.accept_transfer | GTF.transfer_committed | GTF.transfer_completed;
  return GNTST.okay;
};
