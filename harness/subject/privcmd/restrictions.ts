// SPDX-License-Identifier: GPL-2.0-only
import { defineObservation } from "../observation.ts";
import { ofRun } from "../run/of-run.ts";
import type { OpenFile, RunState } from "../run/run-state.ts";

/** By a file, Xen was asked for what the file is restricted from. */
export interface Breach {
  readonly step: number;
  readonly file: string;
  /** The domain that the file was restricted to. */
  readonly allowed: number;
  /** The domain that it was asked about; null for a hypercall of the process's own. */
  readonly asked: number | null;
}

const restrictionsOf = ofRun(() => new Map<OpenFile, number>());
const breachesOf = ofRun((): Breach[] => []);

/** A file was restricted to a domain: the first time counts. */
export function restrict(run: RunState, file: OpenFile, domain: number): void {
  const known = restrictionsOf(run);
  if (!known.has(file)) known.set(file, domain);
}

/**
 * A step has called the kernel by a file. It got past the restriction if Xen was asked for anything, whatever Xen said to
 * it: a file that is restricted is refused before that.
 *
 * @param asked the domain that the call was about; null for any hypercall
 */
export function noteCall(run: RunState, file: OpenFile, asked: number | null): void {
  const allowed = restrictionsOf(run).get(file);
  if (allowed === undefined || allowed === asked || !hasAskedXen(run)) return;
  breachesOf(run).push({ step: run.step, file: file.name, allowed, asked });
}

function hasAskedXen({ guest }: RunState): boolean {
  const last = guest.trace.events.findLast(({ kind }) => kind === "hypercall" || kind === "step");
  return last?.kind === "hypercall";
}

export const BREACHES = defineObservation<readonly Breach[]>("breaches of restrictions", {
  end: (run) => breachesOf(run),
});
