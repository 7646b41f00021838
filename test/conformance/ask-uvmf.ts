// SPDX-License-Identifier: GPL-2.0-only
import { vaddr } from "../../harness/machine/units.ts";
import type { Answer } from "./answer.ts";
import type { Question } from "./question.ts";
import { BUFFER, type Rig } from "./rig.ts";
import { show } from "./show.ts";

const MASK = BUFFER + 0x900;
/** Not in memory. */
const HOLE = 0x1000;

/** @returns the flags that the recording's words mean. */
const flagsOf = (rig: Rig, text: string): number => {
  if (text.startsWith("all bits")) return -1;
  let flags = /flush type 3/.test(text)
    ? 3
    : text.includes("TLB_FLUSH")
      ? 1
      : text.includes("INVLPG")
        ? 2
        : 0;
  if (text.includes("UVMF_ALL")) flags |= 4;
  if (/^8\b/.test(text)) flags |= 8;
  if (text.includes("unmapped pointer")) flags |= HOLE;
  else if (text.includes("MULTI")) {
    rig.put64(MASK, 1);
    flags |= MASK;
  }
  return flags;
};

/** One update_va_mapping with odd flags or an odd address; VA0's entry is looked at. */
export const askUvmf = (rig: Rig, question: Question): Answer | null => {
  const { input, before } = question;
  if (typeof input.va_raw !== "string") return null;
  const va = rig.va(0);
  if (typeof before.pte0_before === "string") rig.bringPte(va, before.pte0_before);
  const { lo, hi } = rig.pte(String(input.val_raw));
  const at = Number(BigInt.asIntN(64, BigInt(input.va_raw)));
  const ret = rig.hv.updateVaMapping(vaddr(at), lo, hi, flagsOf(rig, String(input.flags)));
  return { ret, pte0_after: show.pte(rig.readPte(va)) };
};
