// SPDX-License-Identifier: GPL-2.0-only
import type { Answer } from "./answer.ts";
import { nameOf } from "./name-of.ts";
import type { Question } from "./question.ts";
import type { Rig } from "./rig.ts";
import { show } from "./show.ts";

/** An answer as the recording writes it: its field names, its boot's frame numbers. */
export interface RecordedForm {
  readonly output: Readonly<Record<string, unknown>>;
  readonly effect: Readonly<Record<string, unknown>>;
}

/** Fields that tell a state, not what the call gave back. */
const EFFECT =
  /^(pte\d?|new_pte|pte_after|new_pte_after|(source_|dest_)?entry_after(_value)?|[ab]_after|dest_(word0|word16|last)|query_size_nr_frames|max|hdr_flags_after|status_entry_after)$/;
const PTE = /^(new_)?pte(\d|_after)$/;
const FRAME_MASK = 0xff_ffff_ffffn << 12n;

/** An entry of this machine with the recording's number for its frame; what is not present names no frame. */
const pteText = (rig: Rig, text: string): string => {
  const pte = BigInt(text);
  if ((pte & 1n) === 0n) return text;
  const frame = rig.recorded(Number((pte & FRAME_MASK) >> 12n));
  return `0x${((pte & ~FRAME_MASK) | (BigInt(frame) << 12n)).toString(16)}`;
};

/** What the recorder said of an entry beside the one that was granted. */
const mapsText = (pte: string, entryFrame: number): string =>
  (BigInt(pte) & 1n) === 0n
    ? "nothing"
    : Number((BigInt(pte) & FRAME_MASK) >> 12n) === entryFrame
      ? "entry frame"
      : "another frame";

/** @returns an answer in the recording's form, with the state before as the question tells it. */
export const recordedForm = (rig: Rig, question: Question, answer: Answer): RecordedForm => {
  const output: Record<string, unknown> = {};
  const effect: Record<string, unknown> = { ...question.before };
  const named = (question.input.entry as { frame?: string } | null | undefined)?.frame;
  const isLook = question.step === "foreign.setup_table";
  for (const [field, value] of Object.entries(answer)) {
    const to = EFFECT.test(field) || (isLook && field === "frame0") ? effect : output;
    if (PTE.test(field)) {
      const pte = pteText(rig, String(value));
      to[field] = pte;
      to[`${field}_flags`] = nameOf.pteFlags(pte);
      if (field === "pte_after" && "pte_before_maps" in question.before)
        to.pte_after_maps = mapsText(pte, Number(named));
    } else if (field.endsWith("entry_after_value")) {
      to[field.slice(0, -"_value".length)] = nameOf.entryFlags(Number(value));
      to[field] = value;
    } else if (field === "dev_bus_addr" && value !== "unchanged") {
      const frame = rig.recorded(Math.floor(Number(value) / 4096));
      to[field] = show.hex(frame * 4096 + (Number(value) % 4096));
      if (named !== undefined) to.dev_bus_is_entry_frame = frame === Number(named);
    } else {
      to[field] = value;
      if (field === "status") to.status_name = nameOf.status(value as number | readonly number[]);
      if (field === "ret" && Number(value) < 0) to.ret_name = nameOf.errno(Number(value));
    }
  }
  return { output, effect };
};
