// SPDX-License-Identifier: GPL-2.0-only
import type { Finding, FindingClass } from "./finding.ts";

/** What became of a scenario: the worst class of its findings, `same` without any. */
export type ScenarioClass = FindingClass | "same" | "not-run";

/**
 * Why a scenario says nothing of a patch, or less than it could.
 *
 * - `same-code`: both sides compile to the same code, so there was nothing to run
 * - `no-build`: a side does not build
 * - `unavailable`: a side cannot be built here, although nothing is wrong with its text
 * - `no-boot`: a kernel needs something at boot that nobody models
 * - `unmodelled`: a kernel function was called, or is needed, that nobody models
 * - `config`: the scenario is of other configurations
 * - `not-applicable`: neither side has the kernel function that a step calls
 * - `ends-early`: both sides stop, or are refused to go on, before a changed line runs
 * - `left-out`: the check had done all the work that it may
 * - `runs-differ`: a side does something else when the same is run again
 * - `fault-not-reached`: the fault that it is about never happened, on either side
 */
export type WhyNotKind =
  | "same-code"
  | "no-build"
  | "unavailable"
  | "no-boot"
  | "unmodelled"
  | "config"
  | "not-applicable"
  | "ends-early"
  | "left-out"
  | "runs-differ"
  | "fault-not-reached";

export interface WhyNot {
  readonly kind: WhyNotKind;
  /** For people, in one line. Nobody decides anything by it. */
  readonly text: string;
}

/** A scenario, judged. */
export interface ScenarioVerdict {
  readonly id: string;
  readonly class: ScenarioClass;
  readonly findings: readonly Finding[];
  /** Events compared on both sides together. */
  readonly events: number;
  readonly steps: number;
  /** Something is made to fail in it. */
  readonly hasFault?: true;
  /** Why it was not compared; null if it was. */
  readonly whyNot: WhyNot | null;
}

const WORST_FIRST: readonly FindingClass[] = ["regressed", "fixed", "revealed", "changed", "pre-existing"];

/** @returns the class that says most of a scenario */
export function worstClass(findings: readonly Finding[]): ScenarioClass {
  for (const kind of WORST_FIRST) if (findings.some((finding) => finding.class === kind)) return kind;
  return "same";
}
