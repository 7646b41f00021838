// SPDX-License-Identifier: GPL-2.0-only
import { maddr, type Vaddr, vaddr } from "../../harness/machine/units.ts";
import type { XenRecord } from "./record.ts";
import { BUFFER, type Pte, type Rig } from "./rig.ts";

/** What the emulated hypervisor answered: the fields that a record's output and effect may have. */
export type Answer = Record<string, unknown>;

const UNCHANGED = "unchanged";
const PRESET_HANDLE = 0xdead_beef;
const PRESET_BUS = 0xab_cdef;
const PRESET_STATUS = 0x55;

/** @returns the address that an input field names, and the VA whose entry it is about, -1 for none. */
export const resolveAddress = (rig: Rig, text: string): { address: number; va: Vaddr | -1 } => {
  const pteMa = /^PTE_MA\(VA(\d+)\)(?:\+(\d+))?/.exec(text);
  if (pteMa !== null) {
    const va = rig.va(Number(pteMa[1]));
    return { address: rig.pteMa(va) + Number(pteMa[2] ?? 0), va };
  }
  const plain = /^VA(\d+)(?:\+(0x[0-9a-f]+))?/.exec(text);
  if (plain !== null) {
    const va = rig.va(Number(plain[1]));
    return { address: va + Number(plain[2] ?? 0), va };
  }
  if (text.startsWith("MA of own data page")) return { address: rig.frame(0x7_6001) * 4096, va: -1 };
  if (text.startsWith("MA of an L2 entry")) return { address: rig.l2EntryMa(), va: -1 };
  const raw = BigInt(/^(0x[0-9a-f]+|\d+)/.exec(text)?.[1] ?? "0");
  return { address: Number(BigInt.asIntN(64, raw)), va: -1 };
};

const busAddress = (rig: Rig, text: string, handle: number): number => {
  if (!text.startsWith("frame")) return Number(text);
  const { maptrack, tables } = rig.hv.context;
  const recorded = rig.lastFrame;
  const frame = maptrack.has(handle)
    ? tables[maptrack.domid[handle]!]!.activeFrame[maptrack.ref[handle]!]!
    : recorded;
  return frame * 4096 + Number(/\+(0x[0-9a-f]+|\d+)/.exec(text)?.[1] ?? 0);
};

const hexOf = (n: number): string => `0x${n.toString(16)}`;

/** A PTE as text, for comparison. */
export const pteText = (pte: Pte): string =>
  hexOf(pte.hi) === "0x0" && pte.lo === 0
    ? "0x0"
    : `0x${(BigInt(pte.hi) * 0x1_0000_0000n + BigInt(pte.lo)).toString(16)}`;

/** Writes the shared entry that a record's input says was there. */
export const bringEntry = (rig: Rig, dom: number, ref: number, entry: unknown): void => {
  if (entry === undefined || entry === null) return;
  const { flags_value, domid, frame } = entry as { flags_value: number; domid: number; frame: string };
  const table = rig.hv.context.tables[dom];
  if (table === undefined) return;
  table.flags[ref] = flags_value;
  table.domid[ref] = domid;
  table.frame[ref] = rig.frame(Number(frame));
  rig.lastFrame = table.frame[ref]!;
};

const mapOne = (rig: Rig, record: XenRecord): Answer => {
  const input = record.input as {
    dom: number;
    ref: number;
    flags_value: number;
    host_addr: string;
    entry?: unknown;
  };
  bringEntry(rig, input.dom, input.ref, input.entry);
  const { address, va } = resolveAddress(rig, input.host_addr);
  if (va !== -1 && typeof record.effect.pte_before === "string") rig.bringPte(va, record.effect.pte_before);
  const { view } = rig;
  rig.put64(BUFFER, address);
  view.setUint32(BUFFER + 8, input.flags_value, true);
  view.setUint32(BUFFER + 12, input.ref, true);
  view.setUint16(BUFFER + 16, input.dom, true);
  view.setUint16(BUFFER + 18, PRESET_STATUS, true);
  view.setUint32(BUFFER + 20, PRESET_HANDLE, true);
  rig.put64(BUFFER + 24, PRESET_BUS);
  const ret = rig.hv.grantTableOp(0, BUFFER, 1);
  const handle = view.getUint32(BUFFER + 20, true);
  const bus = rig.get64(BUFFER + 24);
  const answer: Answer = {
    ret,
    status: view.getInt16(BUFFER + 18, true),
    handle: handle === PRESET_HANDLE ? UNCHANGED : handle,
    dev_bus_addr: bus === PRESET_BUS ? UNCHANGED : hexOf(bus),
  };
  if (input.dom in rig.hv.context.tables && input.ref < rig.hv.context.tables[input.dom]!.entries)
    answer.entry_after_value = rig.hv.context.tables[input.dom]!.flags[input.ref];
  if (va !== -1) answer.pte_after = pteText(rig.readPte(va));
  return answer;
};

/** Which entry a record's pte_before and pte_after tell of: mostly the address's own, else VA0's, which holds the grant. */
const lookedAt = (rig: Rig, va: Vaddr | -1, before: unknown): Vaddr | -1 => {
  if (typeof before !== "string") return va;
  if (va === -1) return rig.va(0);
  return !rig.shows(va, before) && rig.shows(rig.va(0), before) ? rig.va(0) : va;
};

const unmapOne = (rig: Rig, record: XenRecord): Answer => {
  const input = record.input as {
    handle: number;
    host_addr: string;
    dev_bus_addr?: string;
    new_addr?: string;
  };
  const { hv, view } = rig;
  const { maptrack, tables } = hv.context;
  const resolved = resolveAddress(rig, input.host_addr);
  const { address } = resolved;
  const va = lookedAt(rig, resolved.va, record.effect.pte_before);
  const other = input.new_addr === undefined ? null : resolveAddress(rig, input.new_addr);
  const live = maptrack.has(input.handle);
  if (live) rig.lastRef = { dom: maptrack.domid[input.handle]!, ref: maptrack.ref[input.handle]! };
  const { dom, ref } = rig.lastRef;
  if (live && typeof record.effect.entry_before_value === "number")
    tables[dom]!.flags[ref] = record.effect.entry_before_value;
  if (va !== -1 && typeof record.effect.pte_before === "string") rig.bringPte(va, record.effect.pte_before);
  if (other !== null && other.va !== -1 && typeof record.effect.new_pte_before === "string")
    rig.bringPte(other.va, record.effect.new_pte_before);
  rig.put64(BUFFER, address);
  rig.put64(BUFFER + 8, other?.address ?? busAddress(rig, input.dev_bus_addr ?? "0", input.handle));
  view.setUint32(BUFFER + 16, input.handle, true);
  view.setUint16(BUFFER + 20, PRESET_STATUS, true);
  const ret = hv.grantTableOp(other === null ? 1 : 7, BUFFER, 1);
  const answer: Answer = { ret, status: view.getInt16(BUFFER + 20, true) };
  answer.entry_after_value = tables[dom]?.flags[ref];
  if (va !== -1) answer.pte_after = pteText(rig.readPte(va));
  if (other !== null && other.va !== -1) answer.new_pte_after = pteText(rig.readPte(other.va));
  return answer;
};

const DOMS: Readonly<Record<string, number>> = {
  DOMID_SELF: 0x7ff0,
  DOMID_FIRST_RESERVED: 0x7ff0,
  DOMID_IO: 0x7ff1,
  DOMID_XEN: 0x7ff2,
  DOMID_COW: 0x7ff3,
  DOMID_INVALID: 0x7ff4,
};

const domOf = (value: unknown): number => DOMS[String(value)] ?? Number(value);

const query = (rig: Rig, record: XenRecord): Answer => {
  const { view, hv } = rig;
  if (record.input.uop === "NULL") return { ret: hv.grantTableOp(6, maddr(0) as never, 1) };
  for (let i = 0; i < 16; i += 4) view.setUint32(BUFFER + i, 0x7777, true);
  view.setUint16(BUFFER, domOf(record.input.dom ?? "DOMID_SELF"), true);
  const ret = hv.grantTableOp(6, BUFFER, record.count ?? 1);
  return {
    ret,
    status: view.getInt16(BUFFER + 12, true),
    nr_frames: view.getUint32(BUFFER + 4, true),
    max_nr_frames: view.getUint32(BUFFER + 8, true),
  };
};

const version = (rig: Rig, record: XenRecord): Answer => {
  const { view, hv } = rig;
  view.setUint32(BUFFER + 4, 30583, true);
  if (record.op === "get_version") {
    view.setUint16(BUFFER, domOf(record.input.dom), true);
    const ret = hv.grantTableOp(10, BUFFER, record.count ?? 1);
    return { ret, version: view.getUint32(BUFFER + 4, true) };
  }
  view.setUint32(BUFFER, Number(record.input.version), true);
  const ret = hv.grantTableOp(8, BUFFER, record.count ?? 1);
  return { ret, version: view.getUint32(BUFFER, true) };
};

const setup = (rig: Rig, record: XenRecord): Answer => {
  const { view, hv } = rig;
  const list = BUFFER + 0x100;
  rig.put64(list, 0);
  rig.put64(list + 8, 0);
  view.setUint16(BUFFER, domOf(record.input.dom ?? 0x7ff0), true);
  view.setUint32(BUFFER + 4, Number(record.input.nr_frames ?? 1), true);
  view.setUint16(BUFFER + 8, PRESET_STATUS, true);
  rig.put64(BUFFER + 16, "frame_list" in record.input ? 8 : list);
  const ret = hv.grantTableOp(2, BUFFER, record.count ?? 1);
  const table = hv.context.tables[0]!;
  return {
    ret,
    status: view.getInt16(BUFFER + 8, true),
    frame_list: [hexOf(rig.get64(list)), hexOf(rig.get64(list + 8))],
    query_size_nr_frames: table.frames,
    max: table.maxFrames,
  };
};

const ptes = (rig: Rig, record: XenRecord): Answer => {
  const va = vaOfUpdate(rig, record);
  const value = wantedPte(rig, record, va);
  let ret: number;
  if (record.op === "update_va_mapping") ret = rig.hv.updateVaMapping(va, value.lo, value.hi, 2);
  else if (record.op === "mmu_update") {
    rig.put64(BUFFER, rig.pteMa(va));
    rig.view.setUint32(BUFFER + 8, value.lo, true);
    rig.view.setUint32(BUFFER + 12, value.hi, true);
    const foreign = String(record.input.dom ?? "").startsWith("the foreign");
    ret = rig.hv.mmuUpdate(BUFFER, 1, maddr(0) as never, foreign ? 1 : 0x7ff0);
  } else {
    ret = rig.hv.trapPteWrite(rig.pteOf(va) as never, value.lo, value.hi) ? 0 : NaN;
    if (Number.isNaN(ret)) return { no_answer: true };
  }
  const { dom, ref } = rig.lastRef;
  return {
    ret,
    pte_after: pteText(rig.readPte(va)),
    entry_after_value: rig.hv.context.tables[dom]?.flags[ref],
  };
};

const vaOfUpdate = (rig: Rig, record: XenRecord): Vaddr => {
  const named = /VA(\d+)/.exec(String(record.input.va ?? record.input.ptr ?? record.input.pte));
  return named === null ? vaddr(0) : rig.va(Number(named[1]));
};

const wantedPte = (rig: Rig, record: XenRecord, va: Vaddr): Pte => {
  const text = String(record.input.val);
  const present = rig.readPte(va);
  const granted = rig.granted;
  if (text === "0") return { lo: 0, hi: 0 };
  if (text.includes("without RW")) return { lo: (present.lo & ~2) >>> 0, hi: present.hi };
  if (text.includes("AVAIL bit 9")) return { lo: (present.lo | 0x200) >>> 0, hi: present.hi };
  if (text.includes("another own frame")) {
    const frame = rig.frame(0x7_6002);
    return { lo: ((frame << 12) | 0x63) >>> 0, hi: (0x8000_0000 | (frame >>> 20)) >>> 0 };
  }
  if (text.includes("readonly")) return { lo: (granted.lo & ~2) >>> 0, hi: granted.hi };
  return granted;
};

/** Asks the emulated hypervisor what a record asked Xen. @returns null for a step that this replay cannot do. */
export const ask = (rig: Rig, record: XenRecord): Answer | null => {
  switch (record.op) {
    case "map_grant_ref": {
      if (typeof record.input.host_addr !== "string") return null;
      const answer = mapOne(rig, record);
      const { va } = resolveAddress(rig, String(record.input.host_addr));
      const dom = Number(record.input.dom);
      if (answer.status === 0) {
        rig.lastRef = { dom, ref: Number(record.input.ref) };
        if (va !== -1) rig.granted = rig.readPte(va);
      }
      return answer;
    }
    case "unmap_grant_ref":
    case "unmap_and_replace":
      if (typeof record.input.host_addr !== "string") return null;
      return unmapOne(rig, record);
    case "query_size":
      return query(rig, record);
    case "get_version":
    case "set_version":
      return version(rig, record);
    case "setup_table":
      return setup(rig, record);
    case "update_va_mapping":
    case "mmu_update":
    case "linux set_pte (pv op)":
      return ptes(rig, record);
    case "look":
      return { pte_after: pteText(rig.readPte(rig.va(0))) };
    default:
      return null;
  }
};
