// SPDX-License-Identifier: GPL-2.0-only

import type { Violation } from "../../subject/invariant.ts";
import type { RunRecord } from "../../subject/run/run-record.ts";
import type { SideUnderTest } from "../side-under-test.ts";

/** A side's run of one scenario, with the rules that it broke. */
export interface Judged {
  readonly text: SideUnderTest;
  readonly record: RunRecord;
  /** Of an instrumented run that adds to another: those of memory alone. */
  readonly violations: readonly Violation[];
  /** Each event in words that are equal for equal events; none of a run that adds to another. */
  readonly texts: readonly string[];
  /** Stacks of further events, by index: how objects are taken and given back that a side leaves behind. Nothing is judged by them. */
  readonly aside?: readonly string[];
  /** What instrumented runs of the same side add. */
  readonly also: readonly Judged[];
  /** Whether a changed line ran; null if nobody counted. */
  readonly exercised: boolean | null;
}

/** Both sides of a scenario. */
export interface JudgedPair {
  readonly before: Judged;
  readonly after: Judged;
}
