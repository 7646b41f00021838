// SPDX-License-Identifier: GPL-2.0-only
import type { CostCount } from "../../judge/cost/cost-count.ts";
import type { CostLaw } from "../../judge/cost/cost-law.ts";
import type { ConfigName } from "../../machine/config.ts";

/** What a reviewer has agreed to, and what a gate has to show. */
export interface Policy {
  /** As it was given; null if there is no file. */
  readonly path: string | null;
  /** What has to be judged; null for all. */
  readonly configs: readonly ConfigName[] | null;
  /** The repository's own scenario files, relative to the policy file, and the lines that name them. */
  readonly scenarios: readonly { readonly file: string; readonly line: number }[];
  readonly bounds: PolicyBounds;
  /** Least share of the changed lines that make code and have to run, in per cent; null if none is asked for. */
  readonly changedLines: { readonly atLeast: number; readonly line: number } | null;
  /** What callers may pay at most. */
  readonly costs: readonly CostBound[];
  /** Whether one error in place of another fails: `strict`. */
  readonly errno: "strict" | "any";
  /** Fixes that have to show. */
  readonly expect: readonly PolicyEntry[];
  /** Regressions and changed results that may be. */
  readonly accept: readonly PolicyEntry[];
}

/** Least that has to be looked at for a pass to count; null where nothing is asked. */
export interface PolicyBounds {
  readonly scenarioRuns: number | null;
  readonly steps: number | null;
  readonly events: number | null;
  /** Most scenario runs that may be not comparable. */
  readonly notComparable: number;
  /** Line of the policy file that says so. */
  readonly line: number;
}

/** The most that a call may cost. */
export interface CostBound {
  /** `mmap`. */
  readonly entry: string;
  readonly count: CostCount;
  /** For any number of pages. */
  readonly atMost: CostLaw;
  /** Where; null for everywhere. */
  readonly configs: readonly ConfigName[] | null;
  /** Line of the policy file, from 1. */
  readonly line: number;
}

/** A finding that is expected or accepted. */
export interface PolicyEntry {
  readonly signature: string;
  readonly reason: string;
  /** Last day on which it holds, as 2027-01-31. */
  readonly expires: string;
  /** Where it may occur; null for everywhere. */
  readonly configs: readonly ConfigName[] | null;
  /** Line of the policy file, from 1. */
  readonly line: number;
}

/** What holds where there is no policy file. */
export const NO_POLICY: Policy = {
  path: null,
  configs: null,
  scenarios: [],
  bounds: { scenarioRuns: null, steps: null, events: null, notComparable: 0, line: 0 },
  changedLines: null,
  costs: [],
  errno: "any",
  expect: [],
  accept: [],
};
