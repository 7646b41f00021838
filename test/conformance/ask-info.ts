// SPDX-License-Identifier: GPL-2.0-only
import { GNTTABOP } from "../../harness/hypervisor/constants.ts";
import { lin } from "../../harness/machine/units.ts";
import type { Answer } from "./answer.ts";
import { PRESET } from "./presets.ts";
import type { Question } from "./question.ts";
import { BUFFER, type Rig } from "./rig.ts";
import { show } from "./show.ts";

const DOMS: Readonly<Record<string, number>> = {
  DOMID_SELF: 0x7ff0,
  DOMID_FIRST_RESERVED: 0x7ff0,
  DOMID_IO: 0x7ff1,
  DOMID_XEN: 0x7ff2,
  DOMID_COW: 0x7ff3,
  DOMID_INVALID: 0x7ff4,
};
const domOf = (value: unknown): number => DOMS[String(value ?? "DOMID_SELF")] ?? Number(value);

const NULL = lin(0);
/** An address that the guest may not name: Xen's own, or a non-canonical one. */
const NOT_THE_GUESTS = lin(0x7fff_0000);
/** Where frame lists are put, and one that is not there. */
const LIST = BUFFER + 0x1000;
const BAD_LIST = 8;

const querySize = (rig: Rig, { step, count, input }: Question): Answer => {
  const { view, hv } = rig;
  if (input.uop === "NULL") return { ret: hv.grantTableOp(GNTTABOP.query_size, NULL, 1) };
  for (let i = 0; i < 16; i += 4) view.setUint32(BUFFER + i, PRESET.query, true);
  view.setUint16(BUFFER, domOf(input.dom), true);
  const ret = hv.grantTableOp(GNTTABOP.query_size, BUFFER, count ?? 1);
  if (ret !== 0) return { ret };
  return {
    ...(step !== "v2.query_size" && { ret }),
    status: view.getInt16(BUFFER + 12, true),
    nr_frames: view.getUint32(BUFFER + 4, true),
    max_nr_frames: view.getUint32(BUFFER + 8, true),
  };
};

const getVersion = ({ view, hv }: Rig, { count, input }: Question): Answer => {
  view.setUint32(BUFFER + 4, PRESET.query, true);
  view.setUint16(BUFFER, domOf(input.dom), true);
  const ret = hv.grantTableOp(GNTTABOP.get_version, BUFFER, count ?? 1);
  return { ret, ...(count === 1 && { version: view.getUint32(BUFFER + 4, true) }) };
};

const setVersion = ({ view, hv }: Rig, { count, input }: Question): Answer => {
  view.setUint32(BUFFER, Number(input.version), true);
  const ret = hv.grantTableOp(GNTTABOP.set_version, BUFFER, count ?? 1);
  return { ret, ...(count === 1 && { version: view.getUint32(BUFFER, true) }) };
};

const setupTable = (rig: Rig, { step, count, input }: Question): Answer => {
  const { view, hv } = rig;
  rig.put64(LIST, 0);
  rig.put64(LIST + 8, 0);
  view.setUint16(BUFFER, domOf(input.dom), true);
  view.setUint32(BUFFER + 4, Number(input.nr_frames ?? 1), true);
  view.setUint16(BUFFER + 8, PRESET.status, true);
  const s = hv.context.structs.setup_table;
  rig.putLong(BUFFER + s.frame_list, "frame_list" in input ? BAD_LIST : LIST);
  const ret = hv.grantTableOp(GNTTABOP.setup_table, BUFFER, count ?? 1);
  if (count !== 1 || "frame_list" in input) return { ret };
  const table = hv.context.tables[0]!;
  const frames = [0, 1].map((i) => show.hex(rig.recorded(rig.getLong(LIST + i * (hv.context.wide ? 8 : 4)))));
  const answer: Answer = { ret, status: view.getInt16(BUFFER + 8, true) };
  if (step === "foreign.setup_table") return { ...answer, frame0: frames[0] };
  if (typeof input.dom === "number") return { ...answer, frame_list: frames };
  return {
    ...answer,
    query_size_nr_frames: table.frames,
    ...(step === "setup_table.grow_by_one" && { max: table.maxFrames }),
  };
};

const getStatusFrames = (rig: Rig, { step, count, input }: Question): Answer => {
  rig.view.setUint32(BUFFER, Number(input.nr_frames ?? 1), true);
  rig.view.setUint16(BUFFER + 4, domOf(input.dom), true);
  rig.view.setUint16(BUFFER + 6, PRESET.status, true);
  rig.putLong(BUFFER + 8, LIST);
  const ret = rig.hv.grantTableOp(GNTTABOP.get_status_frames, BUFFER, count ?? 1);
  if (count !== 1) return { ret };
  return {
    ret,
    status: rig.view.getInt16(BUFFER + 6, true),
    ...(step === "v2.get_status_frames" && { frame0: show.hex(rig.recorded(rig.get64(LIST))) }),
  };
};

const cacheFlush = (rig: Rig, { step, input }: Question): Answer => {
  const address = Number(/0x[0-9a-f]+/.exec(String(input.dev_bus_addr))![0]);
  const isAddress = !/beyond_ram|source_gref/.test(step);
  rig.put64(BUFFER, isAddress ? rig.frame(Math.floor(address / 4096)) * 4096 : address);
  rig.view.setUint16(BUFFER + 8, Number(input.offset), true);
  rig.view.setUint16(BUFFER + 10, Number(input.length), true);
  rig.view.setUint32(BUFFER + 12, Number(input.op), true);
  return { ret: rig.hv.grantTableOp(GNTTABOP.cache_flush, BUFFER, 1) };
};

/** Any sub-operation by number, with a buffer of zeroes or none. */
const subOperation = (rig: Rig, { step, cmd, count, input }: Question): Answer => {
  const uop = String(input.uop);
  for (let i = 0; i < 256; i += 4) rig.view.setUint32(BUFFER + i, 0, true);
  const at = uop === "NULL" ? NULL : uop.startsWith("zeroed") ? BUFFER : NOT_THE_GUESTS;
  const named = /cmd_(0x[0-9a-f]+|\d+)/.exec(step)?.[1];
  return { ret: rig.hv.grantTableOp(cmd ?? Number(named), at, count ?? 0) };
};

/** The operations on a table as a whole. @returns null for a question of another kind */
export const askInfo = (rig: Rig, question: Question): Answer | null => {
  const asks: Readonly<Record<string, (rig: Rig, question: Question) => Answer>> = {
    query_size: querySize,
    get_version: getVersion,
    set_version: setVersion,
    setup_table: setupTable,
    get_status_frames: getStatusFrames,
    cache_flush: cacheFlush,
    "sub-op": subOperation,
  };
  return asks[question.op]?.(rig, question) ?? null;
};
