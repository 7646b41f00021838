// SPDX-License-Identifier: GPL-2.0-only
import type { Question } from "../question.ts";
import type { RecordedForm } from "../recorded-form.ts";
import { bringEntry } from "./bring-entry.ts";
import { entryFields } from "./entry-fields.ts";
import type { MmuRig } from "./mmu-rig.ts";
import { writeEntry } from "./write-entry.ts";

/** VA0's entry is written, by one of the means that a kernel has. @returns null for a question of another kind */
export function askEntry(rig: MmuRig, question: Question): RecordedForm | null {
  const { input, before, op } = question;
  if (input.val_raw === undefined && input.val === undefined) return null;
  bringEntry(rig, 0, String(before.pte_before));
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
