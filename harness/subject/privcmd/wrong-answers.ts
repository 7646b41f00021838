// SPDX-License-Identifier: GPL-2.0-only
import { defineObservation } from "../observation.ts";
import { ofRun } from "../run/of-run.ts";
import type { RunState } from "../run/run-state.ts";

/** What a call answers of a page, and may not, whatever the page shows. */
export interface WrongAnswer {
  readonly step: number;
  readonly map: string;
  readonly page: number;
  /** In words that stay the same from run to run. */
  readonly subject: string;
  /** Of the page. */
  readonly observed: string;
  readonly expected: string;
  /** It fails, and wrong is how the process is told. */
  readonly isOfFailure?: true;
}

const wrongOf = ofRun((): WrongAnswer[] => []);

/** Notes what the step that is being carried out was told. */
export function noteWrongAnswer(run: RunState, one: Omit<WrongAnswer, "step">): void {
  wrongOf(run).push({ step: run.step, ...one });
}

export const WRONG_ANSWERS = defineObservation<readonly WrongAnswer[]>("wrong answers about foreign frames", {
  end: (run) => wrongOf(run),
});
