// SPDX-License-Identifier: GPL-2.0-only
import { UnmodelledCall } from "../../harness/hypervisor/unmodelled-call.ts";
import type { Answer } from "./answer.ts";
import { ask } from "./ask.ts";
import { askEntry } from "./ask-entry.ts";
import { askMmuBatch } from "./ask-mmu-batch.ts";
import { askUvmf } from "./ask-uvmf.ts";
import type { Question } from "./question.ts";
import type { Rig } from "./rig.ts";

/** Groups that write one L1 entry, of VA0, by one means each. */
const ENTRY_GROUPS = /^(pte_|st_|impl_|fordom$)/;
/** Groups with the first recording's questions. */
const FIRST_GROUPS =
  /^(info|badop|map|multi2|pinned|batch|urep|urepsame|copy|misc|handles|maptrack|iomem|over_.|ptewrite|misunmap|grow|v2|foreign|foreignover|transfer)$/;
const GRANT_OPS = /^(map_grant_ref|unmap_grant_ref|unmap_and_replace)$/;

const asked = (rig: Rig, question: Question): Answer | null => {
  const { group } = question;
  if (ENTRY_GROUPS.test(group)) return askEntry(rig, question);
  if (group === "uvmf") return askUvmf(rig, question);
  if (group === "mmubatch") return askMmuBatch(rig, question);
  if (FIRST_GROUPS.test(group) || (GRANT_OPS.test(question.op) && question.count === 1))
    return ask(rig, question);
  if (group === "himem" && /^PTE_MA\(VA0\)\|/.test(String(question.input.ptr)))
    return askEntry(rig, question);
  return question.op === "sub-op" ? ask(rig, question) : null;
};

/** Asks a question of the second recording. @returns null for a step that the replay has no means for */
export const askMmu = (rig: Rig, question: Question): Answer | null => {
  try {
    return asked(rig, question);
  } catch (error) {
    if (error instanceof UnmodelledCall) return null;
    throw error;
  }
};
