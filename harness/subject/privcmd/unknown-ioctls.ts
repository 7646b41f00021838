// SPDX-License-Identifier: GPL-2.0-only
import { defineObservation } from "../observation.ts";
import { ofRun } from "../run/of-run.ts";
import type { RunState } from "../run/run-state.ts";

/** What a driver answered to an ioctl that it does not know. */
export interface UnknownIoctl {
  readonly step: number;
  readonly answer: number;
}

const answersOf = ofRun((): UnknownIoctl[] => []);

/** Notes an answer that is not the one that there is for it. */
export function noteUnknown(run: RunState, answer: number): void {
  answersOf(run).push({ step: run.step, answer });
}

export const UNKNOWN_IOCTLS = defineObservation<readonly UnknownIoctl[]>("answers to unknown ioctls", {
  end: (run) => answersOf(run),
});
