// SPDX-License-Identifier: GPL-2.0-only
import { P2M } from "../../abi/numbers.ts";
import type { Machine } from "../../machine/machine.ts";
import { PTE, pteMfn } from "../../machine/pte.ts";
import { hex, type Maddr, type Pfn, pfn, type Vaddr } from "../../machine/units.ts";
import type { RunRecord } from "../../subject/run/run-record.ts";
import type { EntryArea } from "../gate-report.ts";

/** An entry that a run is about, and what it shows. */
export interface TableEntry {
  readonly area: EntryArea;
  readonly name: string;
  /** What it shows before the first event, and from an event on; -1 for not present. */
  readonly first: number;
  readonly changes: readonly { readonly event: number; readonly frame: number }[];
}

/** Where an entry is: equal on both sides for one. */
type EntryPlace =
  | { readonly area: "p2m"; readonly pfn: Pfn }
  | { readonly area: Exclude<EntryArea, "p2m">; readonly space: number; readonly va: Vaddr };

interface Changing {
  readonly place: EntryPlace;
  first: number | null;
  readonly changes: { event: number; frame: number }[];
}

/** Entries by a name that both sides have for one. */
export type TableEntries = ReadonlyMap<string, TableEntry>;

/**
 * What page tables and the p2m of both sides show in the course of their runs. An entry that one side changes is there for the
 * other as well.
 *
 * @param machines as the runs left them
 */
export function tableEntries(
  runs: readonly RunRecord[],
  machines: readonly Machine[],
): readonly TableEntries[] {
  const found = runs.map((run, i) => changesOf(run, machines[i]!));
  const places = new Map(found.flatMap((side) => [...side].map(([key, { place }]) => [key, place] as const)));
  return found.map((side, i) => {
    const entries = [...places].map(([key, place]) => {
      const one = side.get(key) ?? { place, first: null, changes: [] };
      return [key, entryOf(one, runs[i]!, machines[i]!)] as const;
    });
    return new Map(entries);
  });
}

function changesOf(run: RunRecord, machine: Machine): Map<string, Changing> {
  const found = new Map<string, Changing>();
  const get = (place: EntryPlace): Changing => {
    const key = place.area === "p2m" ? `p2m ${place.pfn}` : `${place.area} ${place.space} ${place.va}`;
    const known = found.get(key) ?? { place, first: null, changes: [] };
    found.set(key, known);
    return known;
  };
  for (const [event, one] of run.events.entries()) {
    if (one.kind === "p2m") get({ area: "p2m", pfn: one.pfn }).changes.push({ event, frame: one.mfn });
    if (one.kind !== "pte-write") continue;
    const place = placeOf(one.maddr, machine);
    if (place === null) continue;
    const entry = get(place);
    entry.first ??= frameOf(one.oldLo, one.oldHi);
    entry.changes.push({ event, frame: frameOf(one.newLo, one.newHi) });
  }
  for (const { kernelPte, userPte, pfn: page } of run.probes) {
    get({ area: "p2m", pfn: page });
    for (const at of [kernelPte, userPte]) {
      const place = at === -1 ? null : placeOf(at, machine);
      if (place !== null) get(place);
    }
  }
  return found;
}

function placeOf(at: Maddr, machine: Machine): EntryPlace | null {
  const { area, va, space } = machine.describePte(at);
  if (area === "unknown" || area === "page table" || va === -1) return null;
  return { area: area as Exclude<EntryArea, "p2m">, space, va };
}

const frameOf = (lo: number, hi: number): number => ((lo & PTE.P) === 0 ? -1 : pteMfn(lo, hi));

function entryOf({ place, first, changes }: Changing, run: RunRecord, machine: Machine): TableEntry {
  if (place.area === "p2m") {
    const [frame, flags] = run.boot.get(place.pfn)?.p2m ?? [0, P2M.invalid];
    const atBoot = (flags & P2M.invalid) !== 0 ? -1 : frame & 0x0fff_ffff;
    return { area: "p2m", name: `p2m of pfn ${hex(pfn(place.pfn))}`, first: atBoot, changes };
  }
  const { area, space, va } = place;
  const pte = area === "user" ? machine.userPte(space, va) : machine.kernelPte(va);
  const now = machine.mappedFrame(pte);
  // nobody wrote it: it is as it was
  if (changes.length === 0) return { area, name: `${area} ${hex(va)}`, first: now, changes };
  const last = changes.at(-1)!;
  // a table that goes with its process takes its entries along, and nobody writes them
  const gone = last.frame !== now ? [{ event: run.events.length - 1, frame: now }] : [];
  return { area, name: `${area} ${hex(va)}`, first: first ?? -1, changes: [...changes, ...gone] };
}
