// SPDX-License-Identifier: GPL-2.0-only

import type { InvariantId } from "../../subject/invariant.ts";
import { endOfStep } from "../../subject/run/find-event.ts";
import type { RunRecord } from "../../subject/run/run-record.ts";
import { strikesIn } from "../../subject/run/strikes-in.ts";
import { traitsOf } from "../invariants/traits-of.ts";

/**
 * Whether an error in place of success is the way to mend what a call broke: what it did not notice; or anything that went
 * wrong in a call in which something failed.
 *
 * @param record of the side on which the call succeeds
 * @param step of the call
 */
export const errorAccountsFor = (record: RunRecord, invariant: InvariantId, step: number): boolean =>
  traitsOf(invariant).isUnnoticed === true || hasFailureIn(record, step);

/** Whether something that a call asked for failed: an op, a hypercall, or what the scenario made fail. */
export function hasFailureIn(record: RunRecord, step: number): boolean {
  if (strikesIn(record, step).length > 0) return true;
  const from = record.outcomes.find((one) => one.step === step)?.firstEvent;
  if (from === undefined) return false;
  return record.events
    .slice(from, endOfStep(record, step))
    .some(
      (one) => (one.kind === "grant-op" && one.status !== 0) || (one.kind === "hypercall" && one.ret < 0),
    );
}
