// SPDX-License-Identifier: GPL-2.0-only
import type { RunRecord } from "../../subject/run/run-record.ts";

/** @returns the `alloc` event of what each `free` event frees, both by index; none for what was allocated at boot */
export function freedBy({ events }: RunRecord): Map<number, number> {
  // memory is never handed out again within a run
  const made = new Map<number, number>();
  const freed = new Map<number, number>();
  for (const [index, event] of events.entries()) {
    if (event.kind === "alloc" && event.lin !== 0) made.set(event.lin, index);
    if (event.kind !== "free") continue;
    const alloc = made.get(event.lin);
    if (alloc !== undefined) freed.set(index, alloc);
  }
  return freed;
}
