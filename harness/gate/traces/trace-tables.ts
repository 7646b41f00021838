// SPDX-License-Identifier: GPL-2.0-only
import type { SideName } from "../../base/make-views.ts";
import type { SideBySide } from "../../judge/trace/trace-scenario.ts";
import { BACKEND, type Machine } from "../../machine/machine.ts";
import { hex, mfn } from "../../machine/units.ts";
import type { EntryArea, GateTables } from "../gate-report.ts";
import { frameGrants } from "./frame-grants.ts";
import { type TableEntries, tableEntries } from "./table-entries.ts";

/** Entries that a reader can still follow. */
const MOST_ENTRIES = 16;

const AREAS: readonly EntryArea[] = ["user", "direct map", "pkmap", "fixmap", "p2m"];
const SIDES = ["before", "after"] as const;

/** What page tables and the p2m show in the course of a trace, on both sides. */
export function traceTables(
  { rows, runs }: Pick<SideBySide, "rows" | "runs">,
  machines: Readonly<Record<SideName, Machine>>,
): GateTables {
  const both = tableEntries(
    SIDES.map((side) => runs[side]),
    SIDES.map((side) => machines[side]),
  );
  const keys = shownKeys(both);
  const frames = new Map<number, number>();
  const indexOf = (frame: number): number => {
    if (frame === -1) return -1;
    const known = frames.get(frame) ?? frames.size;
    frames.set(frame, known);
    return known;
  };
  const changes: GateTables["changes"][number][] = [];
  const grants: GateTables["grants"][number][] = [];
  for (const [i, side] of SIDES.entries()) {
    const rowOf = new Map(
      rows.flatMap((row, at) => (row[side] === null ? [] : [[row[side].event, at] as const])),
    );
    for (const [entry, key] of keys.entries()) {
      const one = both[i]!.get(key)!;
      changes.push({ row: -1, side, entry, frame: indexOf(one.first) });
      for (const { event, frame } of one.changes)
        changes.push({ row: rowOf.get(event) ?? rows.length - 1, side, entry, frame: indexOf(frame) });
    }
    for (const { event, frame, mapped } of frameGrants(runs[side].events)) {
      const known = frames.get(frame);
      if (known !== undefined)
        grants.push({ row: rowOf.get(event) ?? rows.length - 1, side, frame: known, mapped });
    }
  }
  const byRow = (a: { row: number }, b: { row: number }): number => a.row - b.row;
  return {
    entries: keys.map((key) => {
      const { area, name } = both[0]!.get(key)!;
      return { area, name };
    }),
    frames: [...frames.keys()].map((frame) => frameOf(frame, machines.after)),
    changes: changes.toSorted(byRow),
    grants: grants.toSorted(byRow),
    leftOut: both[0]!.size - keys.length,
  };
}

/** Entries that are shown, by area and name; where there are too many, those that come to differ. */
function shownKeys([before, after]: readonly TableEntries[]): string[] {
  const course = (entries: TableEntries | undefined, key: string): string => {
    const one = entries?.get(key);
    return JSON.stringify([one?.first, one?.changes.map(({ frame }) => frame)]);
  };
  const differs = (key: string): boolean => course(before, key) !== course(after, key);
  const keys = [...before!.keys()];
  const kept = new Set(
    keys.toSorted((a, b) => Number(differs(b)) - Number(differs(a))).slice(0, MOST_ENTRIES),
  );
  const rank = (key: string): number => AREAS.indexOf(before!.get(key)!.area);
  const name = (key: string): string => before!.get(key)!.name;
  return keys
    .filter((key) => kept.has(key))
    .toSorted((a, b) => rank(a) - rank(b) || (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0));
}

function frameOf(frame: number, machine: Machine): GateTables["frames"][number] {
  const at = machine.frames.indexOf(frame);
  if (at === -1) return { mfn: frame, owner: "nobody", isForeign: false };
  const owner = machine.frames.owner[at]!;
  if (owner !== BACKEND) return { mfn: frame, owner: `domain ${owner}`, isForeign: true };
  return { mfn: frame, owner: `own, pfn ${hex(machine.m2p(mfn(frame)))}`, isForeign: false };
}
