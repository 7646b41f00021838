// SPDX-License-Identifier: GPL-2.0-only
import { GNTMAP, GNTTABOP } from "../../../harness/hypervisor/constants.ts";
import { domid, gref, lin, mfn } from "../../../harness/machine/units.ts";
import type { Question } from "../question.ts";
import type { RecordedForm } from "../recorded-form.ts";
import { entryFields } from "./entry-fields.ts";
import { BUFFER, type MmuRig } from "./mmu-rig.ts";
import { writeEntry } from "./write-entry.ts";

/** Whose page is granted, by which reference, and its name. */
const OWN = { granter: 0, ref: 8, page: "F0" };
const FOREIGN = { granter: 1, ref: 10, page: "R0" };

/**
 * A granted entry is overwritten by one of the means that a kernel has, then unmapped by its handle. If that fails, it is put back, by an
 * mmu_update with the granter as foreign domain, and unmapped again.
 */
export function askImplicit(rig: MmuRig, question: Question): RecordedForm | null {
  const { input, before, op } = question;
  const grant = String(input.grant);
  const { granter, ref, page } = grant.startsWith("own") ? OWN : FOREIGN;
  const readonly = grant.includes("readonly");
  rig.hv.grantAccess(domid(granter), gref(ref), domid(0), mfn(rig.frameNamed(page)), false);
  const handle = map(rig, granter, ref, readonly);
  const granted = rig.readEntry(0);
  const output = writeEntry(rig, op, input, rig.fromRecorded(String(input.val_raw)));
  if (output === null) return null;
  const flags = (): string => `0x${rig.hv.context.tables[granter]!.flags[ref]!.toString(16)}`;
  const effect: Record<string, unknown> = {
    ...before,
    ...entryFields(rig, "pte_after", rig.readEntry(0)),
    entry_flags_after: flags(),
  };
  const { ret, status } = unmap(rig, handle);
  Object.assign(effect, { then_unmap_ret: ret, then_unmap_status: status, entry_flags_after_unmap: flags() });
  Object.assign(effect, entryFields(rig, "pte_after_unmap", rig.readEntry(0)));
  if (status !== 0) {
    const dom = granter === 0 ? 0x7ff0 : granter;
    const restored = writeEntry(rig, "mmu_update", { ptr: "PTE_MA(VA0)|0", dom }, granted)!;
    effect.restore_ret = restored.ret;
    effect.unmap_after_restore_status = unmap(rig, handle).status;
    effect.entry_flags_at_end = flags();
  }
  return { output, effect };
}

function map(rig: MmuRig, granter: number, ref: number, readonly: boolean): number {
  const { map_grant_ref: at } = rig.hv.context.structs;
  rig.put64(BUFFER + at.host_addr, BigInt.asUintN(64, BigInt(rig.va(0))));
  rig.view.setUint32(BUFFER + at.flags, GNTMAP.host_map | (readonly ? GNTMAP.readonly : 0), true);
  rig.view.setUint32(BUFFER + at.ref, ref, true);
  rig.view.setUint16(BUFFER + at.dom, granter, true);
  rig.hv.grantTableOp(GNTTABOP.map_grant_ref, BUFFER, 1);
  if (rig.view.getInt16(BUFFER + at.status, true) !== 0) throw new Error("the recorder's map succeeded");
  return rig.view.getUint32(BUFFER + at.handle, true);
}

function unmap(rig: MmuRig, handle: number): { readonly ret: number; readonly status: number } {
  const { unmap_grant_ref: at } = rig.hv.context.structs;
  rig.put64(BUFFER + at.host_addr, BigInt.asUintN(64, BigInt(rig.va(0))));
  rig.put64(BUFFER + at.dev_bus_addr, 0);
  rig.view.setUint32(BUFFER + at.handle, handle, true);
  const ret = rig.hv.grantTableOp(GNTTABOP.unmap_grant_ref, lin(BUFFER), 1);
  return { ret, status: rig.view.getInt16(BUFFER + at.status, true) };
}
