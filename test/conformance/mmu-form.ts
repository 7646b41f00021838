// SPDX-License-Identifier: GPL-2.0-only
import type { Answer } from "./answer.ts";
import type { MmuHost } from "./mmu-host.ts";
import { nameOf } from "./name-of.ts";
import type { Question } from "./question.ts";
import { type RecordedForm, recordedForm } from "./recorded-form.ts";
import type { Rig } from "./rig.ts";

const ENTRY = /^(new_)?(pte|entry|root|l\d_entry)(\d|_after|\d_after|_after_unmap)?$/;
const EFFECT = /^(entry_flags_|then_|restore_|unmap_after_|(new_)?pte)/;
const FRAME_MASK = 0xff_ffff_ffffn << 12n;

/** @returns an entry's fields: itself with the recording's frame number, the names of its bits, bits and frame apart. */
const entryFields = (rig: Rig, field: string, text: string): Record<string, string> => {
  const pte = BigInt(text);
  const frame = rig.recorded(Number((pte & FRAME_MASK) >> 12n));
  const bits = pte & ~FRAME_MASK;
  return {
    [field]: `0x${(bits | (BigInt(frame) << 12n)).toString(16)}`,
    [`${field}_flags`]: nameOf.entryBits(bits),
    [`${field}_bits`]: `0x${bits.toString(16)}`,
    [`${field}_frame`]: (rig.host as MmuHost).nameOf(frame),
  };
};

/** @returns an answer in the second recording's form, with the state before as the question tells it. */
export const mmuForm = (rig: Rig, question: Question, answer: Answer): RecordedForm => {
  const isEntry = (field: string, value: unknown): boolean =>
    ENTRY.test(field) && typeof value === "string" && /^0x[0-9a-f]+$/.test(value);
  const entries = Object.entries(answer).filter(([field, value]) => isEntry(field, value));
  const rest = Object.fromEntries(
    Object.entries(answer).filter(([field, value]) => !isEntry(field, value) && !EFFECT.test(field)),
  );
  const form = recordedForm(rig, question, rest);
  const effect: Record<string, unknown> = { ...form.effect };
  for (const [field, text] of entries) Object.assign(effect, entryFields(rig, field, text as string));
  for (const [field, value] of Object.entries(answer))
    if (EFFECT.test(field) && !entries.some(([name]) => name === field)) effect[field] = value;
  if ("pte_before_maps" in question.before && typeof effect.pte_after === "string") {
    const named = Number((question.input.entry as { frame?: string } | undefined)?.frame);
    const pte = BigInt(effect.pte_after);
    effect.pte_after_maps =
      (pte & 1n) === 0n
        ? "nothing"
        : Number((pte & FRAME_MASK) >> 12n) === named
          ? "entry frame"
          : "another frame";
  }
  const output: Record<string, unknown> = { ...form.output };
  if (typeof output.result === "number" && output.result < 0)
    output.result_name = nameOf.errno(output.result);
  return { output, effect };
};
