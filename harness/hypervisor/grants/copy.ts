// SPDX-License-Identifier: GPL-2.0-only
import { type Lin, mfn } from "../../machine/units.ts";
import { DOMID_SELF, GNTCOPY, GNTST } from "../constants.ts";
import type { Context } from "../context.ts";
import { type GrantTable, PIN_HOST_READ, PIN_HOST_WRITE } from "./grant-table.ts";

/** One side of a copy, while it is held. */
interface Side {
  frame: number;
  table: GrantTable | null;
  ref: number;
}

const source: Side = { frame: -1, table: null, ref: 0 };
const dest: Side = { frame: -1, table: null, ref: 0 };

/**
 * One GNTTABOP_copy of `len` bytes. Each side is a grant reference or a frame of the caller's own (DOMID_SELF). The order
 * of the checks, each with its status: both domains (bad_domain, permission_denied for a frame of another's); the source,
 * then the destination (bad_gntref, general_error, bad_page); a side that crosses its page (bad_copy_arg). Both are let go
 * again, whatever the outcome (Xen: gnttab_copy_one, gnttab_copy_claim_buf, acquire_grant_for_copy; recorded: group copy).
 */
export const copy = (context: Context, uop: Lin, index: number, forced: number | null): void => {
  const { memory, machine } = context;
  const at = context.structs.copy;
  const flags = memory.u16(uop + at.flags);
  // A union: a reference has 32 bits, a frame number is an unsigned long.
  const what = (address: number, isGref: boolean): number =>
    isGref ? memory.u32(address) : memory.long(address);
  const input = {
    source: what(uop + at.source, (flags & GNTCOPY.source_gref) !== 0),
    source_domid: memory.u16(uop + at.source_domid),
    source_offset: memory.u16(uop + at.source_offset),
    dest: what(uop + at.dest, (flags & GNTCOPY.dest_gref) !== 0),
    dest_domid: memory.u16(uop + at.dest_domid),
    dest_offset: memory.u16(uop + at.dest_offset),
    len: memory.u16(uop + at.len),
    flags,
  };
  const status = forced ?? run(context, input);
  memory.setU16(uop + at.status, status);
  machine.trace.emit({ kind: "grant-op", op: "copy", index, lin: uop, input, status, output: {} });
};

type Input = Readonly<
  Record<
    "source" | "source_domid" | "source_offset" | "dest" | "dest_domid" | "dest_offset" | "len" | "flags",
    number
  >
>;

const run = (context: Context, op: Input): number => {
  const fromGref = (op.flags & GNTCOPY.source_gref) !== 0;
  const toGref = (op.flags & GNTCOPY.dest_gref) !== 0;
  const named = nameDomain(context, op.source_domid, fromGref) || nameDomain(context, op.dest_domid, toGref);
  if (named !== GNTST.okay) return named;
  let status = hold(context, source, op.source, op.source_domid, fromGref, false);
  if (status !== GNTST.okay) return status;
  status = hold(context, dest, op.dest, op.dest_domid, toGref, true);
  if (status === GNTST.okay) {
    if (op.source_offset + op.len > 4096 || op.dest_offset + op.len > 4096) status = GNTST.bad_copy_arg;
    else copyBetween(context, op);
    release(dest, true);
  }
  release(source, false);
  return status;
};

/** The order of these two checks changed between 4.17.5 (the debug build of the recordings) and 4.17.7. */
const nameDomain = (context: Context, dom: number, isGref: boolean): number => {
  const known = context.tableOf(context.resolveSelf(dom)) !== undefined;
  const allowed = isGref || dom === DOMID_SELF;
  if (known && allowed) return GNTST.okay;
  if (context.machine.params.xenDebug) return allowed ? GNTST.bad_domain : GNTST.permission_denied;
  return known ? GNTST.permission_denied : GNTST.bad_domain;
};

const hold = (
  context: Context,
  side: Side,
  what: number,
  dom: number,
  isGref: boolean,
  write: boolean,
): number => {
  const { frames } = context.machine;
  const owner = context.resolveSelf(dom);
  side.table = null;
  side.frame = what;
  if (isGref) {
    const table = context.tables[owner]!;
    if (what >= table.entries) return GNTST.bad_gntref;
    const kind = write ? PIN_HOST_WRITE : PIN_HOST_READ;
    if (!table.canPin(what, kind)) return GNTST.general_error;
    const pinned = table.isPinned(what);
    if (!pinned || (write && !table.isPinnedForWrite(what))) {
      const status = table.setStatus(what, !write, false, 0);
      if (status !== GNTST.okay) return status;
      if (!pinned) table.activeFrame[what] = table.frame[what]!;
    }
    table.pin(what, kind);
    side.table = table;
    side.ref = what;
    side.frame = table.activeFrame[what]!;
  }
  const i = frames.indexOf(side.frame);
  if (i >= 0 && frames.owner[i] === owner && (!write || context.mayWrite(i))) return GNTST.okay;
  release(side, write);
  return i < 0 || frames.owner[i] !== owner ? GNTST.bad_page : GNTST.general_error;
};

const release = (side: Side, write: boolean): void => {
  if (side.table === null) return;
  side.table.unpin(side.ref, write ? PIN_HOST_WRITE : PIN_HOST_READ);
  side.table.clearStatus(side.ref, !write);
  side.table = null;
};

const copyBetween = (context: Context, op: Input): void => {
  const { frames } = context.machine;
  const from = mfn(source.frame);
  const to = mfn(dest.frame);
  const bytes = new Uint8Array(op.len);
  for (let i = 0; i < op.len; i++) bytes[i] = frames.read(from, op.source_offset + i);
  for (let i = 0; i < op.len; i++) frames.write(to, op.dest_offset + i, bytes[i]!);
};
