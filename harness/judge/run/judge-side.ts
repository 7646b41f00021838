// SPDX-License-Identifier: GPL-2.0-only

import type { Scenario } from "../../scenario/scenario-schema.ts";
import type { Violation } from "../../subject/invariant.ts";
import type { RunRecord } from "../../subject/run/run-record.ts";
import { ruleOf } from "../invariants/kernel-rule.ts";
import { traitsOf } from "../invariants/traits-of.ts";
import type { SideUnderTest } from "../side-under-test.ts";
import { judgeInstrumented } from "./judge-instrumented.ts";
import { judgeRun, judgeWhole } from "./judge-run.ts";
import type { Judged } from "./judged.ts";

/**
 * Judges a side by its plain run, and adds what instrumented runs saw. Where one of these ends earlier, at an access that no
 * kernel survives, it is the truth: what the plain run did after it never happens.
 *
 * @param others the same side, instrumented
 */
export function judgeSide(scenario: Scenario, side: SideUnderTest, others: readonly SideUnderTest[]): Judged {
  const plain = judgeRun(scenario, side);
  if (others.length === 0 || plain.record.death === "unmodelled") return plain;
  const also = others.map((one) => judgeInstrumented(scenario, one, plain));
  const isTrue = ({ record, violations }: Judged): boolean =>
    endsBefore(record, plain.record) ||
    violations.some(({ invariant }) => traitsOf(invariant).memory === "spoils");
  const truth = also.find(isTrue);
  const end = truth === undefined ? plain : judgeWhole(scenario, truth);
  const own = end.violations.filter((one) => !isMemory(one) && !isToldByARule(end.record, one));
  // an instrumented run that survives longer proves nothing: where the plain run ended, the kernel is dead
  const last = plain.record.death === null ? Number.POSITIVE_INFINITY : plain.record.deathStep;
  const added = also.map((one) => {
    return { ...one, violations: one.violations.filter((seen) => seen.step <= last) };
  });
  return { ...end, violations: own, also: added };
}

const isMemory = ({ invariant }: Violation): boolean => traitsOf(invariant).memory !== undefined;

const endsBefore = (one: RunRecord, other: RunRecord): boolean =>
  one.death !== null &&
  one.death !== "unmodelled" &&
  (other.death === null ||
    one.deathStep < other.deathStep ||
    (one.deathStep === other.deathStep && hasMemoryRule(one)));

/** The kernel died of a bad access, in the very step in which it was told. */
function hasMemoryRule({ events }: RunRecord): boolean {
  if (events.at(-1)?.kind !== "oops") return false;
  const step = events.findLastIndex(({ kind }) => kind === "step");
  return events.slice(Math.max(step, 0)).some((event) => {
    const rule = event.kind === "rule" ? ruleOf(event.rule) : null;
    return rule !== null && traitsOf(rule).memory !== undefined;
  });
}

/** A kernel that dies of a bad access is told of once: by the access. */
const isToldByARule = (record: RunRecord, { invariant }: Violation): boolean =>
  invariant === "no-fault" && hasMemoryRule(record);
