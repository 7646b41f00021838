// SPDX-License-Identifier: GPL-2.0-only
import type { GateTables } from "../../../gate/gate-report.ts";

/** What became of an entry lately: empty if nothing did. */
export type EntryMark = "" | "new" | "changed" | "cleared" | "written";

/** An entry at one point of a trace. */
export interface EntryState {
  /** Index of the frame that it shows; -1 for not present. */
  readonly frame: number;
  /** What it showed before its last change. */
  readonly was: number;
  readonly mark: EntryMark;
  /** It shows a frame of another domain's, of which no grant is mapped any more. */
  readonly dangles: boolean;
}

/** One side's tables at one point of a trace. */
export interface PictureState {
  readonly entries: readonly EntryState[];
  /** How many grants of each frame are mapped. */
  readonly mapped: readonly number[];
}

/**
 * @param from what changed after this row is marked
 * @param to row of the trace, from 0; all up to it has happened
 */
export function pictureState(
  { entries, frames, changes, grants }: GateTables,
  side: "before" | "after",
  from: number,
  to: number,
): PictureState {
  const mapped = frames.map(() => 0);
  for (const one of grants) if (one.side === side && one.row <= to) mapped[one.frame] = one.mapped;
  const states = entries.map(() => ({ frame: -1, was: -1, mark: "" as EntryMark }));
  for (const { row, side: of, entry, frame } of changes) {
    const state = states[entry];
    if (of !== side || row > to || state === undefined) continue;
    state.was = state.frame;
    state.frame = frame;
    if (row < 0 || row <= from) state.mark = "";
    else state.mark = markOf(state.was, frame);
  }
  return {
    entries: states.map((state) => {
      const isForeign = frames[state.frame]?.isForeign === true;
      return { ...state, dangles: isForeign && (mapped[state.frame] ?? 0) <= 0 };
    }),
    mapped,
  };
}

function markOf(was: number, is: number): EntryMark {
  if (was === is) return "written";
  if (was === -1) return "new";
  return is === -1 ? "cleared" : "changed";
}
