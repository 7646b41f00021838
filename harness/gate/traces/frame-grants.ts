// SPDX-License-Identifier: GPL-2.0-only
import { GNTST } from "../../hypervisor/constants.ts";
import { pteMfn } from "../../machine/pte.ts";
import type { TraceEvent } from "../../machine/trace.ts";

/** From an event on, grants of a frame are mapped so often. */
export interface FrameGrants {
  readonly event: number;
  readonly frame: number;
  readonly mapped: number;
}

const UNMAPS = new Set(["unmap_grant_ref", "unmap_and_replace"]);

/** How often the grants of each frame are mapped in the course of a run. */
export function frameGrants(events: readonly TraceEvent[]): FrameGrants[] {
  const found: FrameGrants[] = [];
  const frames = new Map<number, number>();
  const mapped = new Map<number, number>();
  const count = (event: number, frame: number, by: number): void => {
    const now = (mapped.get(frame) ?? 0) + by;
    mapped.set(frame, now);
    found.push({ event, frame, mapped: now });
  };
  // Xen writes the entry first, and says then how the op ended
  const written = new Map<number, number>();
  for (const [event, one] of events.entries()) {
    if (one.kind === "pte-write" && one.by === "GNTTABOP_map_grant_ref")
      written.set(pteMfn(one.newLo, one.newHi), event);
    if (one.kind !== "grant-op" || one.status !== GNTST.okay) continue;
    const { handle, dev_bus_addr: address } = one.output;
    if (one.op === "map_grant_ref" && handle !== undefined && address !== undefined) {
      const frame = address / 4096;
      frames.set(handle, frame);
      count(written.get(frame) ?? event, frame, 1);
      written.delete(frame);
    }
    const gone = UNMAPS.has(one.op) ? frames.get(one.input["handle"] ?? -1) : undefined;
    if (gone === undefined) continue;
    frames.delete(one.input["handle"]!);
    count(event, gone, -1);
  }
  return found;
}
