// SPDX-License-Identifier: GPL-2.0-only
import type { RunState } from "./run-state.ts";
import type { Step } from "./step-schema.ts";

/*
 * Names that a step was to give and did not, because the kernel answered with an error. A program that gets an error
 * goes no further with what it asked for, so later steps with that name are skipped: a scenario whose fault strikes on
 * one side alone can be run on both.
 */

/** @returns true if a step uses something that failed */
export function isSkipped({ failed }: RunState, step: Step): boolean {
  if (failed.size === 0) return false;
  const skipped = uses(step).some((name) => failed.has(name));
  // a kernel mapping that was not made has no address
  if (skipped && "as" in step && step.as !== undefined) failed.add(`mapping ${step.as}`);
  return skipped;
}

/** Remembers that a step which was skipped gave nothing either. */
export function noteSkipped(run: RunState, step: Step): void {
  noteFailure(run, step, -1);
}

/** Remembers what a step failed to give, and forgets it once it succeeds. */
export function noteFailure({ failed, maps }: RunState, step: Step, value: number | null): void {
  if (failed.size === 0 && (value === null || value >= 0)) return;
  const name = gives(step);
  if (name === null) return;
  if (value === null || value >= 0) failed.delete(name);
  // a second mmap that is refused leaves the first in place
  else if (step.do !== "mmap" || (maps.get(step.map)?.va ?? null) === null) failed.add(name);
}

function gives(step: Step): string | null {
  if (step.do === "open") return `file ${step.file}`;
  if (step.do === "map-grant-ref") return `map ${step.map}`;
  return step.do === "mmap" ? `pages ${step.map}` : null;
}

function uses(step: Step): string[] {
  switch (step.do) {
    case "map-grant-ref":
    case "grant-copy":
    case "close":
      return [`file ${step.file}`];
    case "mmap":
    case "unmap-grant-ref":
    case "set-unmap-notify":
      return [`map ${step.map}`];
    case "munmap":
    // it asks by address
    case "get-offset":
    case "user-read":
    case "user-write":
    case "direct-io":
    case "hold-page":
    case "release-page":
      return [`map ${step.map}`, `pages ${step.map}`];
    case "kunmap-atomic":
      return [`mapping ${step.mapping}`];
  }
  const names: string[] = [];
  for (const place of ["page" in step ? step.page : null, "at" in step ? step.at : null]) {
    if (place === null || typeof place !== "object") continue;
    if ("map" in place) names.push(`map ${place.map}`, `pages ${place.map}`);
    else if ("mapping" in place) names.push(`mapping ${place.mapping}`);
  }
  return names;
}
