// SPDX-License-Identifier: GPL-2.0-only
import type { CostFlow } from "./cost-flow.ts";
import type { Invariant } from "./invariant.ts";
import type { Observation } from "./observation.ts";
import type { RuleText } from "./rule-text.ts";
import type { RunState } from "./run/run-state.ts";

/** Part of a kernel that scenarios drive: a driver, or what other kernel code calls. */
export interface Subject {
  /** Its folder here; scenarios of its own are in `catalogue` there. */
  readonly name: string;
  /** Who acts in its scenarios, as the heading of a list. */
  readonly title: string;
  /** Kernel paths of files that are its own, by every name that they had. A patch to these alone concerns nobody else. */
  readonly files: readonly string[];
  /** Kernel paths of files that it shares with others, and that are driven with its own. */
  readonly standsOn: readonly string[];
  /** Devices that its drivers register, below /dev. */
  readonly devices: readonly string[];
  /** What its scenarios may do beside what all may (common/steps.ts). */
  readonly steps: readonly { readonly verb: string }[];
  readonly observations: readonly Observation[];
  readonly invariants: readonly Invariant[];
  /** What `hunkbox explain` says of each of these, by its id. */
  readonly ruleTexts: Readonly<Record<string, RuleText>>;
  /** What its callers pay is measured in these. */
  readonly costs: readonly CostFlow[];
  /** Linear addresses of arguments that a step itself hands to Xen, for a caller: what becomes of these is the caller's. */
  readonly callersArguments?: (run: RunState) => { readonly from: number; readonly to: number };
}
