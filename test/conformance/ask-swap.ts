// SPDX-License-Identifier: GPL-2.0-only
import { GNTTABOP } from "../../harness/hypervisor/constants.ts";
import type { Answer } from "./answer.ts";
import { entryText } from "./entry-text.ts";
import type { Question } from "./question.ts";
import { BUFFER, type Rig } from "./rig.ts";

/** One swap_grant_ref. */
export const askSwap = (rig: Rig, { input, before }: Question): Answer => {
  const refs = [Number(input.ref_a), Number(input.ref_b)] as const;
  const table = rig.hv.context.tables[0]!;
  refs.forEach((ref, i) => {
    const [flags, dom, frame] = String(i === 0 ? before.a_before : before.b_before).split(":");
    if (ref >= table.entries || frame === undefined) return;
    table.flags[ref] = Number(flags);
    table.domid[ref] = Number(dom);
    table.frame[ref] = rig.frame(Number(frame));
  });
  rig.view.setUint32(BUFFER, refs[0], true);
  rig.view.setUint32(BUFFER + 4, refs[1], true);
  const ret = rig.hv.grantTableOp(GNTTABOP.swap_grant_ref, BUFFER, 1);
  return {
    ret,
    status: rig.view.getInt16(BUFFER + 8, true),
    a_after: entryText(rig, 0, refs[0]),
    b_after: entryText(rig, 0, refs[1]),
  };
};
