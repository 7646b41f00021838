// SPDX-License-Identifier: GPL-2.0-only
import { GNTTABOP } from "../../../harness/hypervisor/constants.ts";
import { nameOf } from "../name-of.ts";
import { PRESET } from "../presets.ts";
import type { Question } from "../question.ts";
import type { RecordedForm } from "../recorded-form.ts";
import { bringEntry } from "./bring-entry.ts";
import { entryFields } from "./entry-fields.ts";
import { FRAME_MASK } from "./frame-mask.ts";
import { BUFFER, type MmuRig } from "./mmu-rig.ts";

/** The grant entry that a question tells of. */
interface Entry {
  readonly flags_value: number;
  readonly domid: number;
  readonly frame: string;
}

type Place = ReturnType<MmuRig["addressOf"]>;

/** A grant is mapped at an address or an entry, or unmapped by its handle. @returns null for a question of another kind */
export function askGrant(rig: MmuRig, question: Question): RecordedForm | null {
  const { op, input, before } = question;
  if (typeof input.host_addr_raw !== "string") return null;
  const at = rig.addressOf(input.host_addr_raw);
  const isMap = op === "map_grant_ref";
  const looked = lookedAt(rig, question, at.n);
  if (looked !== null) bringEntry(rig, looked, String(before.pte_before));
  const over = op === "unmap_and_replace" ? rig.addressOf(String(input.new_addr_raw)) : null;
  const isSeen = typeof before.new_pte_before === "string" && over?.n != null;
  if (isSeen) bringEntry(rig, over!.n!, String(before.new_pte_before));
  const output = isMap
    ? map(rig, input, at)
    : over === null
      ? unmap(rig, input, at.address)
      : replace(rig, input, at.address, over.address);
  const effect: Record<string, unknown> = { ...before };
  if ("entry_before_value" in before) {
    const { dom, ref } = rig.lastRef;
    const flags = rig.hv.context.tables[dom]!.flags[ref]!;
    Object.assign(effect, { entry_after: nameOf.entryFlags(flags), entry_after_value: flags });
  }
  if (looked !== null) {
    const here = rig.readEntry(looked);
    Object.assign(effect, entryFields(rig, "pte_after", here));
    if (isSeen) Object.assign(effect, entryFields(rig, "new_pte_after", rig.readEntry(over!.n!)));
    if ("pte_before_maps" in before) effect.pte_after_maps = mapsText(rig, here, input.entry as Entry);
  }
  return { output, effect };
}

/** Whose entry the recorder looked at, VAn's: where the call points, or else where the handle's mapping is. */
function lookedAt(rig: MmuRig, { input, before }: Question, pointed: number | null): number | null {
  if (typeof before.pte_before !== "string") return null;
  const wanted = rig.fromRecorded(before.pte_before);
  const mapped = rig.refs.get(Number(input.handle))?.n ?? null;
  const places = [pointed, mapped].filter((n) => n !== null);
  return places.find((n) => rig.readEntry(n) === wanted) ?? places[0] ?? null;
}

function map(rig: MmuRig, input: Question["input"], { address, n }: Place): Record<string, unknown> {
  const entry = input.entry as Entry | undefined;
  const [dom, ref] = [Number(input.dom), Number(input.ref)];
  if (entry !== undefined) rig.setEntry(dom, ref, entry.flags_value, entry.domid, entry.frame);
  const { map_grant_ref: field } = rig.hv.context.structs;
  rig.put64(BUFFER + field.host_addr, address);
  rig.view.setUint32(BUFFER + field.flags, Number(input.flags_value), true);
  rig.view.setUint32(BUFFER + field.ref, ref, true);
  rig.view.setUint16(BUFFER + field.dom, dom, true);
  rig.view.setInt16(BUFFER + field.status, PRESET.status, true);
  rig.view.setUint32(BUFFER + field.handle, PRESET.handle, true);
  rig.put64(BUFFER + field.dev_bus_addr, PRESET.bus);
  const ret = rig.hv.grantTableOp(GNTTABOP.map_grant_ref, BUFFER, 1);
  const status = rig.view.getInt16(BUFFER + field.status, true);
  const handle = rig.view.getUint32(BUFFER + field.handle, true);
  const bus = rig.view.getBigUint64(BUFFER + field.dev_bus_addr, true);
  const shown = rig.toRecorded(bus).entry;
  if (status === 0) rig.refs.set(handle, { ...rig.lastRef, n });
  return {
    ret,
    status,
    status_name: nameOf.status(status),
    handle: handle === PRESET.handle ? "unchanged" : handle,
    dev_bus_addr: bus === BigInt(PRESET.bus) ? "unchanged" : `0x${shown.toString(16)}`,
    ...(status === 0 && entry !== undefined
      ? { dev_bus_is_entry_frame: shown >> 12n === BigInt(entry.frame) }
      : {}),
  };
}

function unmap(rig: MmuRig, input: Question["input"], address: bigint): Record<string, unknown> {
  const handle = Number(input.handle);
  const known = rig.refs.get(handle);
  if (known !== undefined) rig.lastRef = known;
  const { unmap_grant_ref: field } = rig.hv.context.structs;
  rig.put64(BUFFER + field.host_addr, address);
  rig.put64(BUFFER + field.dev_bus_addr, rig.fromRecorded(String(input.dev_bus_addr_raw)));
  rig.view.setUint32(BUFFER + field.handle, handle, true);
  rig.view.setInt16(BUFFER + field.status, PRESET.status, true);
  const ret = rig.hv.grantTableOp(GNTTABOP.unmap_grant_ref, BUFFER, 1);
  const status = rig.view.getInt16(BUFFER + field.status, true);
  return { ret, status, status_name: nameOf.status(status) };
}

function replace(
  rig: MmuRig,
  input: Question["input"],
  address: bigint,
  replacement: bigint,
): Record<string, unknown> {
  const handle = Number(input.handle);
  rig.lastRef = rig.refs.get(handle) ?? rig.lastRef;
  const { unmap_and_replace: field } = rig.hv.context.structs;
  rig.put64(BUFFER + field.host_addr, address);
  rig.put64(BUFFER + field.new_addr, replacement);
  rig.view.setUint32(BUFFER + field.handle, handle, true);
  rig.view.setInt16(BUFFER + field.status, PRESET.status, true);
  const ret = rig.hv.grantTableOp(GNTTABOP.unmap_and_replace, BUFFER, 1);
  const status = rig.view.getInt16(BUFFER + field.status, true);
  return { ret, status, status_name: nameOf.status(status) };
}

function mapsText(rig: MmuRig, here: bigint, entry: Entry): string {
  if ((here & 1n) === 0n) return "nothing";
  return (rig.toRecorded(here).entry & FRAME_MASK) >> 12n === BigInt(entry.frame)
    ? "entry frame"
    : "another frame";
}
