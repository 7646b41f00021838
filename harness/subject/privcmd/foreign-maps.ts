// SPDX-License-Identifier: GPL-2.0-only
import { hex, type Mfn } from "../../machine/units.ts";
import { ofRun } from "../run/of-run.ts";
import type { OpenFile, RunState } from "../run/run-state.ts";
import { noteWrongAnswer } from "./wrong-answers.ts";

/** What a page of a mapping has to show: a frame, nothing (null), or, after an error, whatever was done before it. */
export type Shown = Mfn | null | "anything";

/** A mapping of /dev/xen/privcmd. */
export interface ForeignMap {
  readonly file: OpenFile;
  /** By page, as the answers to the process say. */
  readonly shown: Shown[];
}

/** Mappings of a run, by the name that the scenario gave. */
export const foreignMapsOf = ofRun(() => new Map<string, ForeignMap>());

/** @throws ScenarioError if no step made it */
export function foreignMap(run: RunState, name: string): ForeignMap {
  const known = foreignMapsOf(run).get(name);
  if (known === undefined) throw run.error(`there is no mapping of privcmd "${name}"`);
  return known;
}

/** Notes what a page shows from now on. A mapping is filled once: what it shows is not exchanged while it is there. */
export function show(run: RunState, name: string, page: number, shown: Shown): void {
  const all = foreignMap(run, name).shown;
  const earlier = all[page];
  all[page] = shown;
  const { pages } = run.map(name);
  const known = pages[page];
  if (known === undefined) return;
  if (known.mapped && typeof earlier === "number" && typeof shown === "number")
    noteWrongAnswer(run, {
      map: name,
      page,
      subject: "another frame over one that is mapped",
      observed: `shows frame ${hex(earlier)}, and a call maps frame ${hex(shown)} over it`,
      expected: "an error",
    });
  pages[page] = { ...known, mfn: typeof shown === "number" ? shown : (-1 as Mfn) };
}
