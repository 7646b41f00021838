// SPDX-License-Identifier: GPL-2.0-only
import type { Build } from "../../compile/build-side.ts";
import type { ConfigName } from "../../machine/config.ts";
import { type Exercise, type ExercisedLine, exerciseOf } from "../coverage/exercise.ts";
import type { ConfigVerdict } from "../judge-config.ts";
import type { ScenarioVerdict } from "./scenario-verdict.ts";

/** Whether a side could be built. */
export interface SideOutcome {
  readonly isBuilt: boolean;
  /** Why there is nothing to run although the text is not at fault; empty otherwise. */
  readonly unavailable: string;
}

/** What of a configuration counts for the verdict: plain data, which may come from other runs too. */
export interface Weighed {
  readonly config: ConfigName;
  readonly before: SideOutcome;
  readonly after: SideOutcome;
  readonly scenarios: readonly ScenarioVerdict[];
  /** Why an instrumented run is left out, in words; empty if none is. */
  readonly unchecked: readonly string[];
  /** What of the change ran; null if nothing was run that counts it. */
  readonly exercise: Exercise | null;
}

const offLines = (lines: readonly ExercisedLine[]): Exercise => {
  return { lines, functions: [] };
};

/** @returns what counts of a configuration that was judged here */
export function weighed(verdict: ConfigVerdict): Weighed {
  const { config, before, after, scenarios, unchecked, coverage, switchedOff } = verdict;
  const outcome = ({ module, unavailable }: Build): SideOutcome => ({
    isBuilt: module !== null,
    unavailable,
  });
  return {
    ...{ config, before: outcome(before), after: outcome(after), scenarios, unchecked },
    exercise:
      coverage !== null ? exerciseOf(coverage) : switchedOff.length > 0 ? offLines(switchedOff) : null,
  };
}
