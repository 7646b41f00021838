// SPDX-License-Identifier: GPL-2.0-only
import { GNTTABOP } from "../../harness/hypervisor/constants.ts";
import type { Answer } from "./answer.ts";
import { argStructs } from "./arg-structs.ts";
import { PRESET } from "./presets.ts";
import type { Question } from "./question.ts";
import { resolveAddress } from "./resolve-address.ts";
import { BUFFER, type Rig } from "./rig.ts";
import { show } from "./show.ts";

/** Writes the shared entry that a question says was there. */
const bringEntry = (rig: Rig, dom: number, ref: number, entry: unknown): void => {
  const table = rig.hv.context.tables[dom];
  if (entry === undefined || entry === null || table === undefined) return;
  const { flags_value, domid, frame } = entry as { flags_value: number; domid: number; frame: string };
  table.flags[ref] = flags_value;
  table.domid[ref] = domid;
  table.frame[ref] = rig.frame(Number(frame));
};

/** One map_grant_ref. Remembers in the rig which entry was mapped last, and the PTE that Xen wrote for it. */
export const askMap = (rig: Rig, { input, before }: Question): Answer | null => {
  if (typeof input.host_addr !== "string") return null;
  const dom = Number(input.dom);
  const ref = Number(input.ref);
  bringEntry(rig, dom, ref, input.entry);
  const resolved = resolveAddress(rig, input.host_addr, input.host_addr_raw);
  const { address } = resolved;
  // What an odd address was to leave alone is VA0's entry.
  const va = resolved.va === -1 && "pte_before" in before ? rig.va(0) : resolved.va;
  if (va !== -1 && typeof before.pte_before === "string") rig.bringPte(va, before.pte_before);
  argStructs.putMap(rig, BUFFER, { hostAddr: address, flags: Number(input.flags_value), ref, dom });
  const ret = rig.hv.grantTableOp(GNTTABOP.map_grant_ref, BUFFER, 1);
  const status = argStructs.mapStatus(rig, BUFFER);
  const handle = argStructs.mapHandle(rig, BUFFER);
  const bus = argStructs.mapBus(rig, BUFFER);
  if (status === 0) {
    rig.lastRef = { dom, ref };
    if (va !== -1) rig.granted = rig.readPte(va);
  }
  return {
    ret,
    status,
    handle: handle === PRESET.handle ? "unchanged" : handle,
    dev_bus_addr: bus === PRESET.bus ? "unchanged" : show.hex(bus),
    // An entry of a domain that is not there is what the recorder looked at in its own table.
    ...("entry_before" in before && {
      entry_after_value: (rig.hv.context.tables[dom] ?? rig.hv.context.tables[0]!).flags[ref],
    }),
    ...("pte_before" in before && va !== -1 && { pte_after: show.pte(rig.readPte(va)) }),
  };
};
