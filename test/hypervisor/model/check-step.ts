// SPDX-License-Identifier: GPL-2.0-only
import { isDeepStrictEqual } from "node:util";
import type { TraceEvent } from "../../../harness/machine/trace.ts";
import { mfn } from "../../../harness/machine/units.ts";
import type { GrantModel } from "./grant-model.ts";
import type { Shown } from "./model-state.ts";
import type { CopySide, Operation, Step } from "./operation.ts";
import { perform } from "./perform.ts";
import { Snapshot } from "./snapshot.ts";
import type { World } from "./world.ts";

/** What a call that failed may have changed all the same, as the recording says. */
const CHANGED_BY_FAILURE: Readonly<Partial<Record<Operation["op"], readonly string[]>>> = {
  // The entry at new_addr is gone, and what it mapped is let go (urep.wrong_host_addr).
  replace: ["page tables", "frames' references", "frames' types", "frames' type counts"],
  // The frame is taken away before the recipient is asked (transfer.same_page_after_bad_dom).
  transfer: ["frames' owners", "machine to phys"],
};

/** Places whose entry changed since a flush: an access may still go by what the entry was. */
type Stale = Set<number>;

/** Does one step in the world and in the model. @returns a line for each thing in which they differ */
export const checkStep = (world: World, model: GrantModel, stale: Stale, step: Step): string[] => {
  const { bench } = world;
  const { state } = model;
  const operation = model.resolved(step.operation);
  const liveBefore = [...state.mappings.keys()];
  const placesBefore = [...state.places];
  const undoneBefore = state.undone;
  const copied = operation.op === "copy" ? copiedByte(world, model, operation) : null;
  const snapshot = new Snapshot(bench);
  const answered = perform(world, model, { ...step, operation });
  const expected = model.step(operation, answered.handle);
  const { ret, statuses } = answered;
  if (!isDeepStrictEqual({ ret, statuses }, expected))
    return [`answered ${ret} [${statuses}], expected ${expected.ret} [${expected.statuses}]`];
  const faults: string[] = [];
  if (liveBefore.includes(answered.handle)) faults.push(`live handle ${answered.handle} given out again`);
  const failed = ret < 0 || (statuses.length === 1 && statuses[0]! < 0);
  if (failed)
    for (const part of snapshot.changes(bench))
      if (!CHANGED_BY_FAILURE[operation.op]?.includes(part)) faults.push(`failed, and changed ${part}`);
  if (copied !== null && !failed && bench.machine.frames.read(mfn(copied.to), copied.offset) !== copied.byte)
    faults.push("the byte was not copied");
  faults.push(...differences(world, model));
  const events = bench.events();
  const flushed = events.flatMap((event) => (event.kind === "tlb-flush" ? [event.va as number] : []));
  if (state.undone !== undoneBefore && !flushed.includes(-1))
    faults.push("a mapping was undone, and the translations were not flushed");
  if (operation.op === "write" && operation.how.by === "update_va_mapping") {
    const asked = [null, -1, world.vas[operation.place]!, null][operation.how.flush]!;
    if (flushed.join() !== [asked].join()) faults.push(`flushed ${flushed}, expected ${asked}`);
  }
  faults.push(...translationFaults(world, events, state.places, placesBefore, stale));
  return faults;
};

/** The byte that a copy is to bring, and where. */
const copiedByte = (
  world: World,
  { state }: GrantModel,
  { from, to, offset }: Operation & { op: "copy" },
): { byte: number; to: number; offset: number } => {
  const frameOf = (side: CopySide): number => {
    if (!("ref" in side)) return world.frame(side.frame);
    const dom = side.dom === 0x7ff0 ? 0 : side.dom;
    return state.mappingsOf(dom, side.ref)[0]?.frame ?? state.entry(dom, side.ref).frame;
  };
  const byte = world.bench.machine.frames.read(mfn(frameOf(from)), offset & 4095);
  return { byte, to: frameOf(to), offset };
};

/** Handles, entries and places are what the model says. */
const differences = (world: World, { state }: GrantModel): string[] => {
  const faults: string[] = [];
  const { hv } = world.bench;
  const live = hv
    .liveHandles()
    .map(
      ({ handle, granter, ref, flags, hostPins, devicePins, mfn: frame }) =>
        `${handle}: ${granter}:${ref} frame ${frame}${(flags & 4) === 0 ? " rw" : ""}${hostPins > 0 ? " host" : ""}${devicePins > 0 ? " device" : ""}`,
    );
  const modelled = [...state.mappings]
    .sort(([a], [b]) => a - b)
    .map(
      ([handle, { dom, ref, frame, writable, host, device }]) =>
        `${handle}: ${dom}:${ref} frame ${frame}${writable ? " rw" : ""}${host ? " host" : ""}${device ? " device" : ""}`,
    );
  if (live.join() !== modelled.join()) faults.push(`live: ${live}; expected: ${modelled}`);
  state.places.forEach((expected, place) => {
    const shown = world.shown(place);
    if (!same(shown, expected))
      faults.push(`place ${place} shows ${JSON.stringify(shown)}, expected ${JSON.stringify(expected)}`);
  });
  for (const { dom, ref, entry } of state.writtenEntries()) {
    const table = hv.context.tables[dom]!;
    const flags = state.shownFlags(dom, ref);
    if (table.flags[ref] !== flags)
      faults.push(`entry ${dom}:${ref} has flags ${table.flags[ref]}, expected ${flags}`);
    // What a completed transfer leaves stands in the place of the in-use bits.
    if (entry.flags !== 0xe && table.inUse(ref) !== state.inUse(dom, ref))
      faults.push(
        `entry ${dom}:${ref} has in-use bits ${table.inUse(ref)}, expected ${state.inUse(dom, ref)}`,
      );
  }
  return faults;
};

const same = (a: Shown, b: Shown | undefined): boolean =>
  a?.frame === b?.frame && a?.writable === b?.writable;

/** An access goes by the page tables, or by a translation that a change since the last flush has made stale. */
const translationFaults = (
  world: World,
  events: readonly TraceEvent[],
  places: readonly Shown[],
  placesBefore: readonly Shown[],
  stale: Stale,
): string[] => {
  const faults: string[] = [];
  places.forEach((now, place) => {
    if (!same(now, placesBefore[place])) stale.add(place);
  });
  for (const event of events) {
    if (event.kind === "tlb-flush") {
      if (event.va === -1) stale.clear();
      else stale.delete(world.vas.indexOf(event.va));
    } else if (event.kind === "access") {
      const place = world.vas.indexOf(event.va);
      const shown = places[place] ?? null;
      const reached = shown !== null && (shown.writable || !event.write) ? shown.frame : -1;
      if (event.stale && !stale.has(place))
        faults.push(`place ${place} is reached by a translation that was flushed`);
      if (!event.stale && event.mfn !== reached)
        faults.push(`place ${place} reached ${event.mfn}, expected ${reached}`);
    }
  }
  return faults;
};
