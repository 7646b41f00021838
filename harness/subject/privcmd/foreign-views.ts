// SPDX-License-Identifier: GPL-2.0-only
import { PTE } from "../../machine/pte.ts";
import type { Maddr, Mfn } from "../../machine/units.ts";
import { defineObservation } from "../observation.ts";
import { ofRun } from "../run/of-run.ts";
import type { RunState } from "../run/run-state.ts";
import { foreignMapsOf } from "./foreign-maps.ts";

/** A page of a mapping that shows something else than the process was told. */
export interface WrongView {
  readonly step: number;
  readonly map: string;
  readonly page: number;
  /** What it has to show; null for nothing. */
  readonly wanted: Mfn | null;
  readonly shown: Mfn | -1;
  /** The process can write what it asked to read. */
  readonly isWritable: boolean;
  /** Machine address of its entry; -1 if there is none. */
  readonly pte: Maddr | -1;
}

const wrongOf = ofRun((): WrongView[] => []);

function look(run: RunState, step: number): void {
  const { machine } = run.guest;
  for (const [map, { shown: all }] of foreignMapsOf(run)) {
    const { pages, process, va } = run.map(map);
    for (const { page, space, userVa, readonly, mapped } of pages) {
      const shown = all[page];
      if (shown === undefined || shown === "anything") continue;
      // what was unmapped since shows nothing, and so does what a process had that is gone
      const isThere = mapped && va !== null && process?.exited !== true;
      const wanted = isThere ? shown : null;
      const pte = machine.userPte(space, userVa);
      const frame = machine.mappedFrame(pte);
      const isWritable = readonly && pte !== 0 && (machine.readPteLo(pte) & WRITABLE) === WRITABLE;
      if (frame === (wanted ?? -1) && !isWritable) continue;
      const at = pte === 0 ? -1 : machine.maddrOfLin(pte);
      wrongOf(run).push({ step, map, page, wanted, shown: frame, isWritable, pte: at });
    }
  }
}

const WRITABLE = PTE.P | PTE.RW;

/** What processes see of other domains' frames, held against what they were told. */
export const WRONG_VIEWS = defineObservation<readonly WrongView[]>("wrong views of foreign frames", {
  look,
  end: (run) => wrongOf(run),
});
