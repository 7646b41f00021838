// SPDX-License-Identifier: GPL-2.0-only
import { settleFindings } from "../../judge/verdict/settle-findings.ts";
import { collectFindings } from "../collect-findings.ts";
import { findProblems } from "../find-problems.ts";
import type { Seen } from "../gate-report.ts";
import type { ConfigJudgement } from "../judgement.ts";
import { NO_POLICY } from "../policy/policy.ts";
import { isTold } from "./is-told.ts";

/** Runs that a reader of a report wants to see, each once. */
export interface RunsToTrace {
  /** The example of each problem. */
  readonly examples: readonly Seen[];
  /** What each finding is first seen in, but for examples. */
  readonly others: readonly Seen[];
}

/**
 * Which runs a report will show, before a policy or the other parts of a gate have their say.
 *
 * @param isOpen they will: a finding may then be told of in one configuration alone, or where it is no failure by itself
 */
export function runsToTrace(judged: readonly ConfigJudgement[], isOpen: boolean): RunsToTrace {
  const configs = judged.map((one) => ({
    ...one,
    scenarios: settleFindings(one.scenarios).map((scenario) => ({
      ...scenario,
      findings: scenario.findings.map((finding) =>
        isOpen && finding.isErrno === true ? { ...finding, unexplained: true } : finding,
      ),
    })),
  }));
  const findings = collectFindings(configs, NO_POLICY, "");
  const known = new Set<string>();
  const fresh = (run: Seen): boolean => {
    const key = `${run.config} ${run.scenario}`;
    return !known.has(key) && known.add(key) !== undefined;
  };
  const told = findings.filter(isTold);
  // any of them may turn out to be what a problem begins with
  const heads = isOpen ? told.map((finding) => [finding]) : [];
  const examples = [findings, ...heads].flatMap((some) =>
    findProblems(some, configs).map(({ example }) => example),
  );
  const first = told.flatMap(({ seen }) => (isOpen ? firstByConfig(seen) : seen.slice(0, 1)));
  return { examples: examples.filter(fresh), others: first.filter(fresh) };
}

const firstByConfig = (seen: readonly Seen[]): Seen[] =>
  seen.filter(({ config }, i) => seen.findIndex((one) => one.config === config) === i);
