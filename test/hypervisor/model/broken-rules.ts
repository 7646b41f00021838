// SPDX-License-Identifier: GPL-2.0-only
import { lin } from "../../../harness/machine/units.ts";
import type { Bench } from "../bench.ts";

const KINDS = [
  { part: 2, readonly: 0 },
  { part: 2, readonly: 4 },
  { part: 1, readonly: 0 },
  { part: 1, readonly: 4 },
] as const;
const PRESENT = 1;
const WRITABLE = 2;

/**
 * What must hold after any sequence of calls, whatever they were: pins are those of the live handles, frames count what
 * refers to them, and the in-use bits of each pinned entry are there.
 * @returns a line for each that does not
 */
export const brokenRules = (bench: Bench): string[] => [...pinFaults(bench), ...countFaults(bench)];

const pinFaults = ({ hv }: Bench): string[] => {
  const { tables, maptrack } = hv.context;
  const faults: string[] = [];
  const live = hv.liveHandles();
  if (live.length !== maptrack.live)
    faults.push(`${live.length} handles are live, ${maptrack.live} are counted`);
  if (new Set(live.map((one) => one.handle)).size !== live.length) faults.push("a handle is live twice");
  const pinned = new Map<number, number[]>();
  for (const { granter, ref, flags, hostPins, devicePins } of live) {
    const key = granter * 0x1_0000 + ref;
    const pins = pinned.get(key) ?? [0, 0, 0, 0];
    pinned.set(key, pins);
    KINDS.forEach(({ part, readonly }, kind) => {
      if ((flags & 4) === readonly) pins[kind]! += part === 2 ? hostPins : devicePins;
    });
  }
  tables.forEach((table, dom) => {
    for (let ref = 0; ref < table.entries; ref++) {
      const pins = pinned.get(dom * 0x1_0000 + ref);
      if (pins === undefined) {
        if (table.isPinned(ref)) faults.push(`entry ${dom}:${ref} is pinned by no handle`);
        continue;
      }
      const counted = KINDS.map((_, kind) => table.pins(ref, kind));
      if (counted.join() !== pins.join())
        faults.push(`entry ${dom}:${ref} has pins ${counted}, its handles ask for ${pins}`);
    }
  });
  return faults;
};

/** A frame counts its owner, its use as a page table, the entries that map it, and the device mappings of it. */
const countFaults = ({ machine, hv }: Bench): string[] => {
  const { frames, tables } = machine;
  const references = new Int32Array(frames.size).fill(1);
  const writers = new Int32Array(frames.size);
  for (let page = 0; page < machine.params.pageTablePages; page++) {
    if (tables.level[page] === 0) continue;
    const own = frames.indexOf(tables.mfn[page]!);
    references[own]!++;
    writers[own]!++;
    if (tables.level[page] !== 1) continue;
    for (let i = 0; i < 512; i++) {
      const pte = lin(tables.linOf(page) + i * 8);
      const lo = tables.lo(pte);
      if ((lo & PRESENT) === 0) continue;
      const frame = frames.indexOf((tables.hi(pte) & 0xf_ffff) * 0x10_0000 + (lo >>> 12));
      if (frame < 0) continue;
      references[frame]!++;
      if ((lo & WRITABLE) !== 0) writers[frame]!++;
    }
  }
  for (const { mfn, flags, devicePins } of hv.liveHandles()) {
    const frame = frames.indexOf(mfn);
    references[frame]! += devicePins;
    if ((flags & 4) === 0) writers[frame]! += devicePins;
  }
  const faults: string[] = [];
  for (let i = 0; i < frames.size; i++) {
    const name = `frame 0x${frames.mfn[i]!.toString(16)}`;
    if (frames.refCount[i] !== references[i])
      faults.push(`${name} counts ${frames.refCount[i]} references, ${references[i]} are there`);
    if (frames.typeCount[i] !== writers[i])
      faults.push(`${name} counts ${frames.typeCount[i]} uses of its type, ${writers[i]} are there`);
  }
  return faults;
};
