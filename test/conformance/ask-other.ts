// SPDX-License-Identifier: GPL-2.0-only
import { lin, mfn } from "../../harness/machine/units.ts";
import type { Answer } from "./ask.ts";
import type { XenRecord } from "./record.ts";
import { BUFFER, type Rig } from "./rig.ts";

/** Pages of the copy steps: three granted by references, two named by frame. */
const GREF_RW = 8;
const GREF_RO = 10;
const GREF_UNUSED = 9;
const GREF_RW_2 = 11;
const SOURCE_PAGE = 0x7_6799;
const OTHER_PAGE = 0x7_6795;
const DEST_PAGE = 0x7_6797;

const fillFrame = (rig: Rig, frame: number, byte: number): void => {
  for (let i = 0; i < 4096; i++) rig.machine.frames.write(mfn(frame), i, byte);
};

const wordAt = (rig: Rig, frame: number, offset: number): string => {
  let value = 0;
  for (let i = 3; i >= 0; i--) value = value * 256 + rig.machine.frames.read(mfn(frame), offset + i);
  return `0x${value.toString(16)}`;
};

interface CopySide {
  readonly what: number;
  readonly dom: number;
  /** Frame behind it, to look at. */
  readonly page: number;
}

const side = (rig: Rig, text: string, isSource: boolean, foreign: boolean): CopySide => {
  const self = 0x7ff0;
  const own = rig.frame(isSource ? SOURCE_PAGE : DEST_PAGE);
  const other = rig.frame(OTHER_PAGE);
  if (text.startsWith("other domain's mfn")) return { what: rig.frame(0x7_fc54), dom: self, page: -1 };
  if (text.startsWith("gmfn of other domain")) return { what: rig.frame(0x7_fc54), dom: 1, page: -1 };
  if (text.startsWith("gref of other domain")) return { what: 10, dom: 1, page: -1 };
  if (text.includes("0xffffffff")) return { what: 0xffff_ffff, dom: 0, page: -1 };
  if (text.includes("0xfffffff")) return { what: 0xfff_ffff, dom: self, page: -1 };
  if (text.startsWith("unused gref")) return { what: GREF_UNUSED, dom: 0, page: -1 };
  if (text.startsWith("gref readonly")) return { what: GREF_RO, dom: 0, page: other };
  if (text.startsWith("gref, domid 999")) return { what: GREF_RW, dom: 999, page: own };
  if (text.startsWith("gref, domid DOMID_SELF")) return { what: GREF_RW, dom: self, page: own };
  if (text.startsWith("gref of page 0")) return { what: GREF_RW, dom: 0, page: own };
  if (text.startsWith("gref")) return { what: isSource ? GREF_RW : GREF_RW_2, dom: 0, page: own };
  if (text.startsWith("gmfn of page 0"))
    return { what: rig.frame(SOURCE_PAGE), dom: self, page: rig.frame(SOURCE_PAGE) };
  if (text.includes("domid 0 instead")) return { what: own, dom: 0, page: own };
  if (text.includes("domid 999")) return { what: own, dom: 999, page: own };
  if (text.includes("L1 table")) return { what: rig.machine.tables.mfn[rig.l1Page()]!, dom: self, page: -1 };
  return { what: own, dom: foreign ? self : self, page: own };
};

const prepareCopy = (rig: Rig): void => {
  const table = rig.hv.context.tables[0]!;
  const put = (ref: number, page: number, flags: number): void => {
    table.flags[ref] = (table.flags[ref]! & 0x18) | flags;
    table.domid[ref] = 0;
    table.frame[ref] = rig.frame(page);
  };
  put(GREF_RW, SOURCE_PAGE, 1);
  put(GREF_RO, OTHER_PAGE, 5);
  put(GREF_RW_2, DEST_PAGE, 1);
  fillFrame(rig, rig.frame(SOURCE_PAGE), 0xa5);
  fillFrame(rig, rig.frame(OTHER_PAGE), 0x3c);
  fillFrame(rig, rig.frame(DEST_PAGE), 0);
};

const putCopy = (
  rig: Rig,
  at: number,
  from: CopySide,
  to: CopySide,
  fields: Record<string, number>,
): void => {
  const { view } = rig;
  rig.put64(at, from.what);
  view.setUint16(at + 8, from.dom, true);
  view.setUint16(at + 10, fields.source_offset!, true);
  rig.put64(at + 16, to.what);
  view.setUint16(at + 24, to.dom, true);
  view.setUint16(at + 26, fields.dest_offset!, true);
  view.setUint16(at + 32, fields.len!, true);
  view.setUint16(at + 34, fields.flags!, true);
  view.setUint16(at + 36, 0x55, true);
};

const copy = (rig: Rig, record: XenRecord): Answer => {
  const base = record.id.replace(/@.*$/, "");
  if (base === "copy.entry_after")
    return {
      source_entry_after_value: rig.hv.context.tables[0]!.flags[GREF_RW],
      dest_entry_after_value: rig.hv.context.tables[0]!.flags[GREF_RW_2],
    };
  const foreign = base.startsWith("foreign.");
  const input = record.input as Record<string, number> & { source: string; dest: string };
  prepareCopy(rig);
  if (foreign) for (const page of [rig.frame(0x7_fc54)]) fillFrame(rig, page, 0);
  const batch = base.startsWith("copy.batch");
  const to = side(rig, String(input.dest), false, foreign);
  const statuses: number[] = [];
  const count = batch ? 3 : 1;
  for (let i = 0; i < count; i++) {
    const bad = batch && i === 1;
    const from =
      bad && base.endsWith("ok_bad_ok")
        ? side(rig, "unused gref", true, foreign)
        : side(rig, batch ? "gref rw" : String(input.source), true, foreign);
    const fields = { ...input, dest_offset: batch ? 32 * i : input.dest_offset! } as unknown as Record<
      string,
      number
    >;
    if (bad && base.endsWith("badarg_ok")) fields.len = 4097;
    putCopy(rig, BUFFER + 40 * i, from, to, fields);
  }
  const ret = rig.hv.grantTableOp(5, BUFFER, count);
  for (let i = 0; i < count; i++) statuses.push(rig.view.getInt16(BUFFER + 40 * i + 36, true));
  const answer: Answer = { ret, status: batch ? statuses : statuses[0] };
  const page = to.page >= 0 ? to.page : rig.frame(DEST_PAGE);
  answer.dest_word0 = wordAt(rig, page, 0);
  answer.dest_word16 = wordAt(rig, page, batch ? 64 : 16);
  answer.dest_last = wordAt(rig, page, 4092);
  return answer;
};

const swap = (rig: Rig, record: XenRecord): Answer => {
  const a = Number(record.input.ref_a);
  const b = Number(record.input.ref_b);
  const table = rig.hv.context.tables[0]!;
  for (const [ref, text] of [
    [a, record.effect.a_before],
    [b, record.effect.b_before],
  ] as const) {
    if (ref >= table.entries) continue;
    const [flags, dom, frame] = String(text).split(":");
    table.flags[ref] = Number(flags);
    table.domid[ref] = Number(dom);
    table.frame[ref] = rig.frame(Number(frame));
  }
  rig.view.setUint32(BUFFER, a, true);
  rig.view.setUint32(BUFFER + 4, b, true);
  const ret = rig.hv.grantTableOp(11, BUFFER, 1);
  return {
    ret,
    status: rig.view.getInt16(BUFFER + 8, true),
    a_after: a < table.entries ? entryText(rig, 0, a) : "0x0:0:0x0",
    b_after: b < table.entries ? entryText(rig, 0, b) : "0x0:0:0x0",
  };
};

const entryText = (rig: Rig, dom: number, ref: number): string => {
  const table = rig.hv.context.tables[dom]!;
  return `0x${table.flags[ref]!.toString(16)}:${table.domid[ref]}:0x${table.frame[ref]!.toString(16)}`;
};

const cacheFlush = (rig: Rig, record: XenRecord): Answer => {
  const recorded = /0x[0-9a-f]+/.exec(String(record.input.dev_bus_addr))![0];
  const frame = Math.floor(Number(recorded) / 4096);
  const beyond = record.id.includes("beyond_ram") || record.id.includes("source_gref");
  rig.put64(BUFFER, beyond ? Number(recorded) : rig.frame(frame) * 4096);
  rig.view.setUint16(BUFFER + 8, Number(record.input.offset), true);
  rig.view.setUint16(BUFFER + 10, Number(record.input.length), true);
  rig.view.setUint32(BUFFER + 12, Number(record.input.op), true);
  return { ret: rig.hv.grantTableOp(12, BUFFER, 1) };
};

const statusFrames = (rig: Rig, record: XenRecord): Answer => {
  const list = BUFFER + 0x1000;
  const dom = String(record.input.dom);
  rig.view.setUint32(BUFFER, Number(record.input.nr_frames ?? 1), true);
  rig.view.setUint16(BUFFER + 4, dom === "999" ? 999 : 0x7ff0, true);
  rig.put64(BUFFER + 8, list);
  rig.view.setUint16(BUFFER + 6, 0x55, true);
  const ret = rig.hv.grantTableOp(9, BUFFER, record.count ?? 1);
  return { ret, status: rig.view.getInt16(BUFFER + 6, true), frame0: `0x${rig.get64(list).toString(16)}` };
};

const transfer = (rig: Rig, record: XenRecord): Answer => {
  const recorded = Number(/0x[0-9a-f]+/.exec(String(record.input.mfn))![0]);
  const dom = Number(record.input.domid);
  const ref = Number(record.input.ref ?? 0);
  const frame = rig.frame(recorded);
  const { machine } = rig;
  // "Page unmapped before" in all but the first and those that name the frame of an earlier one.
  const i = machine.frames.indexOf(frame);
  if (i >= 0 && record.id.startsWith("transfer.") && !record.id.includes("still_mapped"))
    rig.unmapDirect(frame);
  const table = rig.hv.context.tables[dom];
  const before = record.effect.entry_before;
  if (table !== undefined && typeof before === "string") {
    const [flags, domid, frameText] = before.split(":");
    table.flags[ref] = Number(flags);
    table.domid[ref] = Number(domid);
    if (Number(flags) !== 0xe) table.frame[ref] = Number(frameText);
  }
  rig.put64(BUFFER, frame);
  rig.view.setUint16(BUFFER + 8, dom, true);
  rig.view.setUint32(BUFFER + 12, ref, true);
  rig.view.setUint16(BUFFER + 16, 0x55, true);
  const ret = rig.hv.grantTableOp(4, BUFFER, 1);
  const answer: Answer = { ret, status: rig.view.getInt16(BUFFER + 16, true) };
  answer.entry_after = table === undefined ? "0x0:0:0x0" : entryText(rig, dom, ref);
  return answer;
};

const raw = (rig: Rig, record: XenRecord): Answer => {
  const uop = String(record.input.uop);
  for (let i = 0; i < 256; i += 4) rig.view.setUint32(BUFFER + i, 0, true);
  const at = uop === "NULL" ? 0 : uop.startsWith("zeroed") ? BUFFER : 0x7fff_0000;
  const named = /cmd_(0x[0-9a-f]+|\d+)/.exec(record.id)![1]!;
  return { ret: rig.hv.grantTableOp(record.cmd ?? Number(named), lin(at), record.count ?? 0) };
};

/** Asks what is neither a map nor an unmap nor a PTE write. @returns null for a record of another kind. */
export const askOther = (rig: Rig, record: XenRecord): Answer | null => {
  switch (record.op) {
    case "copy":
      return copy(rig, record);
    case "swap_grant_ref":
      return swap(rig, record);
    case "cache_flush":
      return cacheFlush(rig, record);
    case "get_status_frames":
      return statusFrames(rig, record);
    case "transfer":
      return transfer(rig, record);
    case "sub-op":
      return raw(rig, record);
    default:
      return null;
  }
};
