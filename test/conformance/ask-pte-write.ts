// SPDX-License-Identifier: GPL-2.0-only
import { DOMID_SELF } from "../../harness/hypervisor/constants.ts";
import { lin, type Vaddr, vaddr } from "../../harness/machine/units.ts";
import type { Answer } from "./answer.ts";
import { NO_ANSWER } from "./no-answer.ts";
import type { Question } from "./question.ts";
import { BUFFER, type Pte, type Rig } from "./rig.ts";
import { show } from "./show.ts";

/** "another own frame": the one that the step after it finds there. */
const ANOTHER_FRAME = 0x7_6794;

const vaOf = (rig: Rig, { input }: Question): Vaddr => {
  const named = /VA(\d+)/.exec(String(input.va ?? input.ptr ?? input.pte));
  return named === null ? vaddr(0) : rig.va(Number(named[1]));
};

/** @returns the entry that the words of `val` mean. */
const wanted = (rig: Rig, { input }: Question, va: Vaddr): Pte => {
  const text = String(input.val);
  const present = rig.readPte(va);
  const { granted } = rig;
  if (text === "0") return { lo: 0, hi: 0 };
  if (text.includes("without RW")) return { lo: (present.lo & ~2) >>> 0, hi: present.hi };
  if (text.includes("AVAIL bit 9")) return { lo: (present.lo | 0x200) >>> 0, hi: present.hi };
  if (text.includes("another own frame")) {
    const frame = rig.frame(ANOTHER_FRAME);
    return { lo: ((frame << 12) | 0x63) >>> 0, hi: (0x8000_0000 | (frame >>> 20)) >>> 0 };
  }
  if (text.includes("readonly")) return { lo: (granted.lo & ~2) >>> 0, hi: granted.hi };
  return granted;
};

/** A PTE write by the guest: update_va_mapping, mmu_update, or a direct store that Xen traps. */
export const askPteWrite = (rig: Rig, question: Question): Answer => {
  const va = vaOf(rig, question);
  const { lo, hi } = wanted(rig, question, va);
  let ret = 0;
  if (question.op === "update_va_mapping") {
    ret = rig.hv.updateVaMapping(va, lo, hi, 2);
  } else if (question.op === "mmu_update") {
    rig.put64(BUFFER, rig.pteMa(va));
    rig.view.setUint32(BUFFER + 8, lo, true);
    rig.view.setUint32(BUFFER + 12, hi, true);
    const foreign = String(question.input.dom ?? "").startsWith("the foreign");
    ret = rig.hv.mmuUpdate(BUFFER, 1, lin(0), foreign ? 1 : DOMID_SELF);
  } else if (!rig.hv.trapPteWrite(rig.pteOf(va) as never, lo, hi)) {
    return { no_answer: NO_ANSWER };
  }
  const { dom, ref } = rig.lastRef;
  return {
    ret,
    pte_after: show.pte(rig.readPte(va)),
    entry_after_value: rig.hv.context.tables[dom]!.flags[ref],
  };
};
