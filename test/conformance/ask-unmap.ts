// SPDX-License-Identifier: GPL-2.0-only
import { GNTTABOP } from "../../harness/hypervisor/constants.ts";
import type { Vaddr } from "../../harness/machine/units.ts";
import type { Answer } from "./answer.ts";
import { argStructs } from "./arg-structs.ts";
import type { Question } from "./question.ts";
import { resolveAddress } from "./resolve-address.ts";
import { BUFFER, type Rig } from "./rig.ts";
import { show } from "./show.ts";

/** @returns the address that a dev_bus_addr like "frame+0x1000" means: the frame is that of the handle's grant. */
const busAddress = (rig: Rig, text: string, handle: number): number => {
  if (!text.startsWith("frame")) return Number(text);
  const { maptrack, tables } = rig.hv.context;
  const { dom, ref } = maptrack.has(handle)
    ? { dom: maptrack.domid[handle]!, ref: maptrack.ref[handle]! }
    : rig.lastRef;
  const bit = /\+ bit (\d+)/.exec(text)?.[1];
  if (bit !== undefined) return tables[dom]!.activeFrame[ref]! * 4096 + 2 ** Number(bit);
  return tables[dom]!.activeFrame[ref]! * 4096 + Number(/\+(0x[0-9a-f]+|\d+)/.exec(text)?.[1] ?? 0);
};

/** Which entry pte_before tells of: mostly the address's own, else VA0's, which holds the grant. */
const lookedAt = (rig: Rig, va: Vaddr | -1, before: unknown): Vaddr | -1 => {
  if (typeof before !== "string") return va;
  if (va === -1) return rig.va(0);
  return !rig.shows(va, before) && rig.shows(rig.va(0), before) ? rig.va(0) : va;
};

/** One unmap_grant_ref or unmap_and_replace. */
export const askUnmap = (rig: Rig, { op, input, before }: Question): Answer | null => {
  if (typeof input.host_addr !== "string") return null;
  const handle = Number(input.handle);
  const { maptrack, tables } = rig.hv.context;
  const resolved = resolveAddress(rig, input.host_addr, input.host_addr_raw);
  const va = lookedAt(rig, resolved.va, before.pte_before);
  const other =
    typeof input.new_addr === "string" ? resolveAddress(rig, input.new_addr, input.new_addr_raw) : null;
  const live = maptrack.has(handle);
  if (live) rig.lastRef = { dom: maptrack.domid[handle]!, ref: maptrack.ref[handle]! };
  const { dom, ref } = rig.lastRef;
  const flags = before.entry_before_value;
  if (typeof flags === "number" && flags !== tables[dom]!.flags[ref]) {
    rig.adjusted = true;
    tables[dom]!.flags[ref] = flags;
  }
  if (va !== -1 && typeof before.pte_before === "string") rig.bringPte(va, before.pte_before);
  if (other !== null && other.va !== -1 && typeof before.new_pte_before === "string")
    rig.bringPte(other.va, before.new_pte_before);
  argStructs.putUnmap(rig, BUFFER, {
    hostAddr: resolved.address,
    second: other?.address ?? busAddress(rig, String(input.dev_bus_addr ?? "0"), handle),
    handle,
  });
  const cmd = op === "unmap_grant_ref" ? GNTTABOP.unmap_grant_ref : GNTTABOP.unmap_and_replace;
  const ret = rig.hv.grantTableOp(cmd, BUFFER, 1);
  return {
    ret,
    status: argStructs.unmapStatus(rig, BUFFER),
    ...("entry_before" in before && { entry_after_value: tables[dom]!.flags[ref] }),
    ...("pte_before" in before && va !== -1 && { pte_after: show.pte(rig.readPte(va)) }),
    ...("new_pte_before" in before &&
      other !== null &&
      other.va !== -1 && { new_pte_after: show.pte(rig.readPte(other.va)) }),
  };
};
