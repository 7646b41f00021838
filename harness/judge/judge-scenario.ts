// SPDX-License-Identifier: GPL-2.0-only
import type { Scenario } from "../scenario/scenario-schema.ts";
import { kindOf } from "../subject/step-kinds.ts";
import { callerOf } from "./caller-of.ts";
import { compareOutcomes } from "./compare/compare-outcomes.ts";
import { compareTraces, type Difference, findDifferences } from "./compare/compare-traces.ts";
import { compareViolations } from "./compare/compare-violations.ts";
import { lostReports, reportEvents } from "./compare/lost-reports.ts";
import { strikeEvents } from "./compare/strikes.ts";
import { whyNothingSaid } from "./compare/why-nothing-said.ts";
import { givenBackWanted } from "./place/given-back.ts";
import { stacksWanted } from "./place/locate-violations.ts";
import { judgeSide } from "./run/judge-side.ts";
import type { Judged, JudgedPair } from "./run/judged.ts";
import { withStacks } from "./run/with-stacks.ts";
import type { SideUnderTest } from "./side-under-test.ts";
import { type ScenarioVerdict, worstClass } from "./verdict/scenario-verdict.ts";

/** Both sides in another flavour: the same code, which also tells what it does to memory. */
export interface Instrumented {
  readonly before: SideUnderTest;
  readonly after: SideUnderTest;
}

/** Runs a scenario on both sides and compares: first plainly, then once more with C stacks if there is anything to say. */
export function judgeScenario(
  scenario: Scenario,
  before: SideUnderTest,
  after: SideUnderTest,
  instrumented: readonly Instrumented[] = [],
): ScenarioVerdict {
  const of = (side: "before" | "after"): SideUnderTest[] => instrumented.map((one) => one[side]);
  const plain: JudgedPair = {
    before: judgeSide(scenario, before, of("before")),
    after: judgeSide(scenario, after, of("after")),
  };
  const events = plain.before.record.events.length + plain.after.record.events.length;
  const base = {
    ...{ id: scenario.id, events, steps: scenario.steps.length },
    ...(scenario.steps.some((step) => kindOf(step).plansFault === true) ? { hasFault: true as const } : {}),
  };
  const unmodelled = [plain.before, plain.after].find(({ record }) => record.death === "unmodelled");
  if (unmodelled !== undefined) {
    const text = unmodelledText(scenario, unmodelled);
    return { ...base, class: "not-run", findings: [], whyNot: { kind: "unmodelled", text } };
  }
  const differences = findDifferences(plain);
  const hasSomething = differences.length > 0 || !isClean(plain.before) || !isClean(plain.after);
  const findings = hasSomething ? findingsOf(scenario, plain, differences) : [];
  const whyNot = whyNothingSaid(scenario, plain, findings);
  const kind = whyNot === null ? worstClass(findings) : "not-run";
  return { ...base, class: kind, findings, whyNot };
}

function unmodelledText(scenario: Scenario, judged: Judged): string {
  const { deathText, events } = judged.record;
  const { record, text } = withStacks(scenario, judged, new Set([events.length - 1]));
  const caller = callerOf(record.stacks[events.length - 1] ?? "", text.lines);
  return `${deathText}${caller} (${text.side} side)`;
}

const isClean = ({ violations, also }: Judged): boolean =>
  violations.length === 0 && also.every((one) => one.violations.length === 0);

function findingsOf(scenario: Scenario, plain: JudgedPair, differences: readonly Difference[]) {
  const located = (side: "before" | "after"): Judged => {
    const judged = plain[side];
    const wanted = stacksWanted(judged);
    for (const one of differences) if (one.side === side) wanted.add(one.index);
    for (const index of [...reportEvents(judged), ...strikeEvents(judged)]) wanted.add(index);
    const own = withStacks(scenario, judged, wanted, givenBackWanted(judged, [plain.before, plain.after]));
    return { ...own, also: judged.also.map((one) => withStacks(scenario, one, stacksWanted(one))) };
  };
  const pair: JudgedPair = { before: located("before"), after: located("after") };
  const violations = [...compareViolations(scenario, pair), ...lostReports(scenario, pair)];
  return [
    ...violations,
    ...compareOutcomes(scenario, pair, violations),
    ...compareTraces(scenario, pair, differences),
  ];
}
