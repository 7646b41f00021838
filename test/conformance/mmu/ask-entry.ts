// SPDX-License-Identifier: GPL-2.0-only
import { DOMID_SELF } from "../../../harness/hypervisor/constants.ts";
import { nameOf } from "../name-of.ts";
import type { Question } from "../question.ts";
import type { RecordedForm } from "../recorded-form.ts";
import { entryFields } from "./entry-fields.ts";
import { BUFFER, DONE, type MmuRig, type Width } from "./mmu-rig.ts";

/** What stood in *done before the call. */
const DONE_PRESET = -7;

/** Where the recorder's kernel saw VA0's entry, and the fault that a kernel of its kind gets there: a write, present. */
const ENTRY_AT: Readonly<Record<Width, string>> = {
  "x86_32-pae": "0xc0216dc0",
  x86_64: "0xffffffff8022cdb0",
};
const PAGE_FAULT = { fault: 14, error_code: "0x3" } as const;

/** VA0's entry is written, by one of the means that a kernel has. @returns null for a question of another kind */
export function askEntry(rig: MmuRig, question: Question): RecordedForm | null {
  const { input, before, op } = question;
  if (input.val_raw === undefined && input.val === undefined) return null;
  bringEntry(rig, String(before.pte_before));
  const value = rig.fromRecorded(String(input.val_raw ?? rawOf(rig, String(input.val))));
  const output = writeEntry(rig, op, input, value);
  if (output === null) return null;
  return { output, effect: { ...before, ...entryFields(rig, "pte_after", rig.readEntry(0)) } };
}

/** `F1+0x63` as an entry, where the record does not give it as one. */
function rawOf(rig: MmuRig, text: string): string {
  const [frame = "0", flags = "0"] = text.split("+");
  const number = /^[A-Z]/.test(frame) ? Number(rig.rawOf(frame)) : Number(frame);
  return `0x${((BigInt(number) << 12n) | BigInt(flags)).toString(16)}`;
}

/** Puts VA0's entry into the state that a question tells to have found. */
function bringEntry(rig: MmuRig, recorded: string): void {
  const wanted = rig.fromRecorded(recorded);
  if (rig.readEntry(0) === wanted) return;
  rig.hv.updateVaMapping(rig.va(0), 0, 0, 0);
  // asked for as Xen stored it: bit 52 says that the guest's kernel alone was meant
  const asked =
    rig.width === "x86_64" && (wanted & (1n << 52n)) !== 0n ? wanted & ~((1n << 52n) | 4n) : wanted;
  rig.hv.updateVaMapping(rig.va(0), Number(asked & 0xffff_ffffn), Number(asked >> 32n), 0);
  if (rig.readEntry(0) !== wanted) throw new Error(`the entry cannot be made ${recorded}`);
}

function writeEntry(
  rig: MmuRig,
  op: string,
  input: Question["input"],
  value: bigint,
): Record<string, unknown> | null {
  const [lo, hi] = [Number(value & 0xffff_ffffn), Number(value >> 32n)];
  const dom = input.dom === undefined ? DOMID_SELF : Number(input.dom);
  if (op === "mmu_update") {
    const [, kind] = /^PTE_MA\(VA0\)\|(\d)$/.exec(String(input.ptr)) ?? [];
    if (kind === undefined) return null;
    rig.put64(BUFFER, BigInt(rig.pteMa(0)) | BigInt(kind));
    rig.put64(BUFFER + 8, value);
    rig.view.setInt32(DONE, DONE_PRESET, true);
    const ret = rig.hv.mmuUpdate(BUFFER, 1, DONE, dom);
    const done = rig.view.getInt32(DONE, true);
    return { ...returned(ret), done: done === DONE_PRESET ? "unchanged" : done };
  }
  if (op === "update_va_mapping") return returned(rig.hv.updateVaMapping(rig.va(0), lo, hi, 2));
  if (op === "update_va_mapping_otherdomain")
    return returned(rig.hv.updateVaMappingOtherdomain(rig.va(0), lo, hi, 2, dom));
  if (op === "ptwr")
    return rig.hv.trapPteWrite(rig.pteOf(rig.va(0)), lo, hi)
      ? { fault: "none" }
      : { ...PAGE_FAULT, cr2: ENTRY_AT[rig.width] };
  return null;
}

const returned = (ret: number): Record<string, unknown> => ({
  ret,
  ...(ret < 0 ? { ret_name: nameOf.errno(ret) } : {}),
});
