// SPDX-License-Identifier: GPL-2.0-only
import { GNTTABOP } from "../../harness/hypervisor/constants.ts";
import type { Answer } from "./answer.ts";
import { entryText } from "./entry-text.ts";
import { PRESET } from "./presets.ts";
import type { Question } from "./question.ts";
import { BUFFER, type Rig } from "./rig.ts";

/** Flags of an entry whose transfer Xen has completed: Xen wrote its frame, and the replay must not. */
const COMPLETED = 0xe;

/** One transfer. The page has been unmapped before, in all but the first step. */
export const askTransfer = (rig: Rig, { step, input, before }: Question): Answer => {
  const dom = Number(input.domid);
  const ref = Number(input.ref ?? 0);
  const frame = rig.frame(Number(/0x[0-9a-f]+/.exec(String(input.mfn))![0]));
  const known = rig.machine.frames.indexOf(frame) >= 0;
  if (known && !step.endsWith("still_mapped") && !step.endsWith("xen_mfn")) rig.unmapDirect(frame);
  const table = rig.hv.context.tables[dom];
  const isSeen = typeof before.entry_before === "string";
  if (table !== undefined && isSeen) {
    const [flags, domid, text] = String(before.entry_before).split(":");
    table.flags[ref] = Number(flags);
    table.domid[ref] = Number(domid);
    if (Number(flags) !== COMPLETED) table.frame[ref] = Number(text);
  }
  const s = rig.hv.context.structs.transfer;
  rig.putLong(BUFFER + s.mfn, frame);
  rig.view.setUint16(BUFFER + s.domid, dom, true);
  rig.view.setUint32(BUFFER + s.ref, ref, true);
  rig.view.setUint16(BUFFER + s.status, PRESET.status, true);
  const ret = rig.hv.grantTableOp(GNTTABOP.transfer, BUFFER, 1);
  return {
    ret,
    status: rig.view.getInt16(BUFFER + s.status, true),
    ...(isSeen && { entry_after: entryText(rig, dom, ref) }),
  };
};
