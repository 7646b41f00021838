// SPDX-License-Identifier: GPL-2.0-only
import type { Answer } from "./answer.ts";
import { askCopy } from "./ask-copy.ts";
import { askInfo } from "./ask-info.ts";
import { askMap } from "./ask-map.ts";
import { askPteWrite } from "./ask-pte-write.ts";
import { askSwap } from "./ask-swap.ts";
import { askTransfer } from "./ask-transfer.ts";
import { askUnmap } from "./ask-unmap.ts";
import type { Question } from "./question.ts";
import type { Rig } from "./rig.ts";
import { SEQUENCES_BATCH } from "./sequences-batch.ts";
import { SEQUENCES_HANDLES } from "./sequences-handles.ts";
import { SEQUENCES_OTHER } from "./sequences-other.ts";

const SEQUENCES = { ...SEQUENCES_BATCH, ...SEQUENCES_HANDLES, ...SEQUENCES_OTHER };

const ASKS: Readonly<Record<string, (rig: Rig, question: Question) => Answer | null>> = {
  map_grant_ref: askMap,
  unmap_grant_ref: askUnmap,
  unmap_and_replace: askUnmap,
  copy: askCopy,
  swap_grant_ref: askSwap,
  transfer: askTransfer,
  update_va_mapping: askPteWrite,
  mmu_update: askPteWrite,
  "linux set_pte (pv op)": askPteWrite,
};

/** Asks the emulated hypervisor what a question asked Xen. @returns null for a step that the replay has no means for */
export const ask = (rig: Rig, question: Question): Answer | null => {
  const sequence = SEQUENCES[question.step.replace(/^maptrack1\./, "")];
  if (sequence !== undefined) return sequence(rig, question);
  return ASKS[question.op]?.(rig, question) ?? askInfo(rig, question);
};
