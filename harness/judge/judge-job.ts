// SPDX-License-Identifier: GPL-2.0-only
import type { Views } from "../base/make-views.ts";
import type { BuildPair } from "../compile/build-pair.ts";
import type { Scenario } from "../scenario/scenario-schema.ts";

/** One configuration to judge: all that a judgement depends on. */
export interface JudgeJob {
  readonly views: Views;
  readonly pair: BuildPair;
  readonly scenarios: readonly Scenario[];
  /** The sides are exchanged: `after` is the text that the hunks apply to. */
  readonly reverse: boolean;
  /** Names of the subjects whose calls' costs are counted; none if left out. */
  readonly costsOf?: readonly string[];
}
