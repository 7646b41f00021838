// SPDX-License-Identifier: GPL-2.0-only
import { DOMID_SELF, GNTMAP, GNTTABOP } from "../../harness/hypervisor/constants.ts";
import { type Lin, lin } from "../../harness/machine/units.ts";
import type { Answer } from "./answer.ts";
import { argStructs } from "./arg-structs.ts";
import type { MmuHost } from "./mmu-host.ts";
import type { Question } from "./question.ts";
import { BUFFER, type Pte, type Rig } from "./rig.ts";
import { show } from "./show.ts";

const DONE = lin(BUFFER + 0x800);
const DONE_PRESET = -7;
const RESULT = 0x5555;
const UVMF: Readonly<Record<string, number>> = { UVMF_NONE: 0, UVMF_TLB_FLUSH: 1, UVMF_INVLPG: 2 };
/** A write that was not allowed, to a page that is present: what the guest's fault says. */
const FAULT = { fault: 14, error_code: "0x3" } as const;

/** @returns the entry that "F1+0x63" means. */
const entryOf = (rig: Rig, input: Question["input"]): Pte => {
  if (typeof input.val_raw === "string") return rig.pte(input.val_raw);
  const [name = "0", bits = "0"] = String(input.val).split("+");
  const frame = (rig.host as MmuHost).numberOf(name);
  return rig.pte(`0x${((BigInt(frame) << 12n) | BigInt(bits)).toString(16)}`);
};

const mmuUpdate = (rig: Rig, ptr: number, { lo, hi }: Pte, dom: number): Answer => {
  rig.put64(BUFFER, ptr);
  rig.view.setUint32(BUFFER + 8, lo, true);
  rig.view.setUint32(BUFFER + 12, hi, true);
  rig.view.setInt32(DONE, DONE_PRESET, true);
  const ret = rig.hv.mmuUpdate(BUFFER, 1, DONE, dom);
  const done = rig.view.getInt32(DONE, true);
  return { ret, done: done === DONE_PRESET ? "unchanged" : done };
};

/** One write to VA0's entry by the means that the question names. */
const write = (rig: Rig, { op, input }: Question): Answer => {
  const va = rig.va(0);
  const value = entryOf(rig, input);
  const dom = Number(input.dom ?? DOMID_SELF);
  const flags = UVMF[String(input.flags)] ?? 0;
  switch (op) {
    case "mmu_update":
      return mmuUpdate(rig, rig.pteMa(va) + Number(/\|(\d)$/.exec(String(input.ptr))![1]), value, dom);
    case "update_va_mapping":
      return { ret: rig.hv.updateVaMapping(va, value.lo, value.hi, flags) };
    case "update_va_mapping_otherdomain":
      return { ret: rig.hv.updateVaMappingOtherdomain(va, value.lo, value.hi, flags, dom) };
    case "ptwr": {
      if (rig.hv.trapPteWrite(rig.pteOf(va) as Lin, value.lo, value.hi)) return { fault: "none" };
      const at = BigInt((rig.host as MmuHost).l1Va) + BigInt(rig.pteMa(va) & 4095);
      return { ...FAULT, cr2: `0x${at.toString(16)}` };
    }
    default:
      return multicall(rig, value, flags);
  }
};

/** update_va_mapping of VA0 as the one entry of a multicall. */
const multicall = (rig: Rig, value: Pte, flags: number): Answer => {
  const { multicall_entry: at } = rig.hv.context.structs;
  const { wide } = rig.hv.context;
  const put = (i: number, v: number): void => {
    if (wide) rig.put64(BUFFER + at.args + i * 8, v);
    else rig.view.setUint32(BUFFER + at.args + i * 4, v, true);
  };
  rig.put64(BUFFER, 14);
  if (wide) rig.put64(BUFFER + at.result, RESULT);
  else rig.view.setUint32(BUFFER + at.result, RESULT, true);
  put(0, rig.va(0));
  rig.view.setUint32(BUFFER + at.args + (wide ? 8 : 4), value.lo, true);
  rig.view.setUint32(BUFFER + at.args + (wide ? 12 : 8), value.hi, true);
  put(wide ? 2 : 3, flags);
  const ret = rig.hv.multicall(BUFFER, 1);
  return { ret, result: rig.view.getInt32(BUFFER + at.result, true) };
};

/** Grants a page and maps it at VA0, as the question's `grant` says. @returns how to unmap it */
const mapGrant = (rig: Rig, text: string): { dom: number; ref: number; handle: number } => {
  const ref = Number(/ref (\d+)/.exec(text)![1]);
  const dom = text.startsWith("own") ? 0 : 1;
  const table = rig.hv.context.tables[dom]!;
  table.flags[ref] = 1;
  table.domid[ref] = 0;
  table.frame[ref] = rig.frame((rig.host as MmuHost).numberOf(dom === 0 ? "F0" : "R0"));
  const readonly = text.includes("readonly") ? GNTMAP.readonly : 0;
  argStructs.putMap(rig, BUFFER, { hostAddr: rig.va(0), flags: GNTMAP.host_map | readonly, ref, dom });
  rig.hv.grantTableOp(GNTTABOP.map_grant_ref, BUFFER, 1);
  return { dom, ref, handle: argStructs.mapHandle(rig, BUFFER) };
};

const unmap = (rig: Rig, handle: number): { ret: number; status: number } => {
  argStructs.putUnmap(rig, BUFFER, { hostAddr: rig.va(0), second: 0, handle });
  const ret = rig.hv.grantTableOp(GNTTABOP.unmap_grant_ref, BUFFER, 1);
  return { ret, status: argStructs.unmapStatus(rig, BUFFER) };
};

/** A granted entry overwritten, then unmapped; if that is refused, restored and unmapped again. */
const overwrite = (rig: Rig, question: Question): Answer => {
  const va = rig.va(0);
  rig.hv.updateVaMapping(va, 0, 0, 2);
  const { dom, ref, handle } = mapGrant(rig, String(question.input.grant));
  const granted = rig.readPte(va);
  const flags = (): string => show.hex(rig.hv.context.tables[dom]!.flags[ref]!);
  const written = write(rig, question);
  const after = { pte_after: show.pte(rig.readPte(va)), entry_flags_after: flags() };
  const then = unmap(rig, handle);
  const answer = {
    ...written,
    ...after,
    then_unmap_ret: then.ret,
    then_unmap_status: then.status,
    entry_flags_after_unmap: flags(),
    pte_after_unmap: show.pte(rig.readPte(va)),
  };
  if (then.status === 0) return answer;
  const restored = mmuUpdate(rig, rig.pteMa(va), granted, dom === 0 ? DOMID_SELF : dom);
  const again = unmap(rig, handle);
  return {
    ...answer,
    restore_ret: restored.ret,
    unmap_after_restore_status: again.status,
    entry_flags_at_end: flags(),
  };
};

/** One write to VA0's entry, which is brought to what the question found there. */
export const askEntry = (rig: Rig, question: Question): Answer => {
  if (typeof question.input.grant === "string") return overwrite(rig, question);
  const va = rig.va(0);
  if (typeof question.before.pte_before === "string") rig.bringPte(va, question.before.pte_before);
  return { ...write(rig, question), pte_after: show.pte(rig.readPte(va)) };
};
