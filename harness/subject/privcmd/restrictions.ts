// SPDX-License-Identifier: GPL-2.0-only
import { defineObservation } from "../observation.ts";
import { ofRun } from "../run/of-run.ts";
import type { OpenFile, RunState } from "../run/run-state.ts";

/** A file did what it was restricted from. */
export interface Breach {
  readonly step: number;
  readonly file: string;
  /** The domain that the file was restricted to. */
  readonly allowed: number;
  /** The domain that it got at; null for a hypercall of the process's own. */
  readonly asked: number | null;
}

const restrictionsOf = ofRun(() => new Map<OpenFile, number>());
const breachesOf = ofRun((): Breach[] => []);

/** A file was restricted to a domain: the first time counts. */
export function restrict(run: RunState, file: OpenFile, domain: number): void {
  const known = restrictionsOf(run);
  if (!known.has(file)) known.set(file, domain);
}

/** A call by a file was answered with success. @param asked the domain that it was about; null for any hypercall */
export function noteSuccess(run: RunState, file: OpenFile, asked: number | null): void {
  const allowed = restrictionsOf(run).get(file);
  if (allowed === undefined || allowed === asked) return;
  breachesOf(run).push({ step: run.step, file: file.name, allowed, asked });
}

export const BREACHES = defineObservation<readonly Breach[]>("breaches of restrictions", {
  end: (run) => breachesOf(run),
});
