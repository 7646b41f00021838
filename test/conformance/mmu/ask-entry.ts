// SPDX-License-Identifier: GPL-2.0-only
import type { Question } from "../question.ts";
import type { RecordedForm } from "../recorded-form.ts";
import { entryFields } from "./entry-fields.ts";
import type { MmuRig } from "./mmu-rig.ts";
import { writeEntry } from "./write-entry.ts";

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
