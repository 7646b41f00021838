// SPDX-License-Identifier: GPL-2.0-only
import { DOMID_SELF } from "../../harness/hypervisor/constants.ts";
import { lin } from "../../harness/machine/units.ts";
import type { Answer } from "./answer.ts";
import type { MmuHost } from "./mmu-host.ts";
import type { Question } from "./question.ts";
import { resolveAddress } from "./resolve-address.ts";
import { BUFFER, type Pte, type Rig } from "./rig.ts";
import { show } from "./show.ts";

const DONE = lin(BUFFER + 0x8000);
const DONE_PRESET = -7;
/** Addresses that the caller may not name, and where nothing is mapped. */
const NOT_THE_GUESTS = lin(0x7fff_0000);
const HOLE = lin(0x1000);
/** The rig's memory ends here. */
const END = 0x20_0000;
const BYTES = 16;

const put = (rig: Rig, at: number, ptr: number, { lo, hi }: Pte): void => {
  rig.put64(at, ptr);
  rig.view.setUint32(at + 8, lo, true);
  rig.view.setUint32(at + 12, hi, true);
};

const entry = (rig: Rig, bits: bigint): Pte => {
  const frame = BigInt((rig.host as MmuHost).numberOf("F1"));
  return rig.pte(`0x${((frame << 12n) | bits).toString(16)}`);
};

const requestOf = (rig: Rig, text: string): Pte => {
  if (text.includes("no RAM")) return rig.pte("0xfffffff063");
  return entry(rig, text.includes("bit 62") ? 0x4000_0000_0000_0063n : 0x63n);
};

/** A list of updates of VA0's entry and the next ones, all empty before. */
export const askMmuBatch = (rig: Rig, { step, input }: Question): Answer | null => {
  if (step.startsWith("mmuptr")) return askPointer(rig, input);
  for (let i = 0; i < 3; i++) rig.hv.updateVaMapping(rig.va(i), 0, 0, 2);
  // What a list without words holds is not told.
  if (Number(input.count) > 3 && input.ops === undefined && input.reqs === undefined) return null;
  const words = String(input.ops ?? "ok").split(/[,;] /);
  const count = Number(input.count);
  const at = step.endsWith("fault_at_2nd") ? END - BYTES : BUFFER;
  words.forEach((word, i) => {
    if (at + (i + 1) * BYTES <= END) put(rig, at + i * BYTES, rig.pteMa(rig.va(i)), requestOf(rig, word));
  });
  const preset = String(input.success_count ?? "").includes("100") ? 100 : DONE_PRESET;
  rig.view.setInt32(DONE, preset, true);
  const reqs = String(input.reqs ?? "");
  const from =
    reqs === "NULL" ? lin(0) : reqs.includes("hypervisor") ? NOT_THE_GUESTS : reqs !== "" ? HOLE : lin(at);
  const to = String(input.success_count ?? "");
  const done = to === "NULL" ? lin(0) : to.includes("unmapped") ? HOLE : DONE;
  const ret = rig.hv.mmuUpdate(from, count, done, Number(input.dom ?? DOMID_SELF));
  const told = rig.view.getInt32(DONE, true);
  return {
    ret,
    done: told === preset ? "unchanged" : told,
    ...Object.fromEntries([0, 1, 2].map((i) => [`pte${i}`, show.pte(rig.readPte(rig.va(i)))])),
  };
};

/** One update whose pointer is odd. */
const askPointer = (rig: Rig, input: Question["input"]): Answer | null => {
  const text = String(input.ptr);
  if (!/^PTE_MA|^0$|^MA 0x|as MA/.test(text)) return null;
  rig.hv.updateVaMapping(rig.va(0), 0, 0, 2);
  const low = Number(/\|(\d)/.exec(text)?.[1] ?? 0);
  const address = /^PTE_MA/.test(text) ? resolveAddress(rig, text).address + low : Number(input.ptr_raw);
  put(rig, BUFFER, address, rig.pte(String(input.val_raw)));
  rig.view.setInt32(DONE, DONE_PRESET, true);
  const ret = rig.hv.mmuUpdate(BUFFER, 1, DONE, DOMID_SELF);
  return { ret, done: rig.view.getInt32(DONE, true), pte0: show.pte(rig.readPte(rig.va(0))) };
};
