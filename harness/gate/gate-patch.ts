// SPDX-License-Identifier: GPL-2.0-only
import { many } from "../base/many.ts";
import type { Finding } from "../judge/verdict/finding.ts";
import type { ScenarioVerdict } from "../judge/verdict/scenario-verdict.ts";
import { settleFindings } from "../judge/verdict/settle-findings.ts";
import { type Bounds, EXIT_CODES, type Verdict, type VerdictName, weigh } from "../judge/verdict/verdict.ts";
import { collectFindings, policyEntry } from "./collect-findings.ts";
import { costChanges } from "./cost/cost-changes.ts";
import { costNotes } from "./cost/cost-notes.ts";
import { findProblems } from "./find-problems.ts";
import type {
  GateBuild,
  GateConfig,
  GateFinding,
  GatePatch,
  GateScenario,
  PatchCoverage,
  PolicyNote,
  ScenarioStatus,
} from "./gate-report.ts";
import type { ConfigJudgement, LineRun, PatchJudgement, QueueJudgement } from "./judgement.ts";
import type { Policy } from "./policy/policy.ts";
import { neededTraces } from "./traces/needed-traces.ts";

/**
 * Weighs what was seen of one patch by a policy.
 *
 * @param today as 2027-01-31
 */
export function gatePatch(
  judgement: PatchJudgement,
  { stepBudget, configsChosen }: Pick<QueueJudgement, "stepBudget" | "configsChosen">,
  policy: Policy,
  today: string,
): GatePatch {
  const { configs: judged, refusal, traces, ...about } = judgement;
  if (refusal !== null) {
    const name: VerdictName = refusal.isOurs === true ? "tool-failed" : "does-not-apply";
    const bounds: Bounds = { configs: 0, scenarios: 0, steps: 0, events: 0, stepBudget };
    const line = `${name}: ${refusal.message.split("\n")[0]}`;
    const empty = {
      configs: [],
      findings: [],
      problems: [],
      notes: [],
      coverage: null,
      costs: [],
      traces: [],
    };
    return { ...about, ...empty, refusal, bounds, line, verdict: name, exitCode: EXIT_CODES[name] };
  }
  const configs = judged.map((one) => {
    return {
      ...one,
      scenarios: settleFindings(one.scenarios).map((scenario) => withErrno(scenario, policy)),
    };
  });
  const findings = collectFindings(configs, policy, today);
  const left = (one: ConfigJudgement): ScenarioVerdict[] =>
    one.scenarios.map((scenario) => {
      const isOpen = (finding: Finding): boolean =>
        finding.class === "fixed" || policyEntry(policy, finding, one.config, today) === null;
      return { ...scenario, findings: scenario.findings.filter(isOpen) };
    });
  const demands = { configsChosen, tolerated: policy.bounds.notComparable };
  const weighed = configs.map((one) => {
    return {
      config: one.config,
      before: outcome(one.before),
      after: outcome(one.after),
      scenarios: left(one),
      unchecked: one.unchecked,
      exercise: one.exercise,
    };
  });
  const verdict = weigh(weighed, stepBudget, demands);
  const coverage = coverageOf(configs);
  const notes = [
    ...coverageNotes(policy, coverage),
    ...boundNotes(policy, verdict),
    ...costNotes(policy, configs),
  ];
  const problems = findProblems(findings, configs);
  const accepted = findings.filter(({ status }) => status === "accepted").length;
  return {
    ...about,
    ...ending(verdict, notes, accepted),
    bounds: verdict.bounds,
    refusal: null,
    configs: configs.map((one) => gateConfig(one, findings)),
    findings,
    problems,
    notes,
    coverage,
    costs: costChanges(configs),
    traces: neededTraces(problems, findings, traces),
  };
}

/** One error in place of another is no failure, unless the policy says so. */
function withErrno(scenario: ScenarioVerdict, { errno }: Policy): ScenarioVerdict {
  if (errno !== "strict") return scenario;
  const findings = scenario.findings.map((one) =>
    one.isErrno === true ? { ...one, unexplained: true } : one,
  );
  return { ...scenario, findings };
}

const outcome = ({ ok, unavailable }: GateBuild) => ({ isBuilt: ok, unavailable });

/** What the policy asks for counts as a regression does: after what leaves something unjudged. */
function ending(
  { name, line }: Verdict,
  notes: readonly PolicyNote[],
  accepted: number,
): Pick<GatePatch, "verdict" | "exitCode" | "line"> {
  const isShort = notes.some(({ fails }) => fails) && (name === "pass" || name === "not-comparable");
  const verdict = isShort ? "fail" : name;
  const also = [
    ...(accepted > 0 ? [`${accepted} accepted`] : []),
    ...notes.flatMap(({ fails, text }) => (fails ? [text] : [])),
  ];
  const [counts, bounds] = splitOnce(line.slice(name.length + 2), "; ");
  const text = `${verdict}: ${[counts, ...also].join(", ")}; ${bounds}`;
  return { verdict, exitCode: EXIT_CODES[verdict], line: text };
}

function splitOnce(text: string, by: string): [string, string] {
  const at = text.lastIndexOf(by);
  return at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + by.length)];
}

function coverageOf(configs: readonly ConfigJudgement[]): PatchCoverage | null {
  const lines = new Map<string, LineRun>();
  let isMeasured = false;
  for (const { coverage } of configs) {
    if (coverage === null) continue;
    isMeasured = true;
    for (const line of coverage) {
      const key = `${line.side} ${line.file}:${line.line}`;
      const known = lines.get(key);
      lines.set(key, { ...line, ran: line.ran || known?.ran === true });
    }
  }
  if (!isMeasured) return null;
  const missed = [...lines.values()].filter(({ ran }) => !ran);
  return {
    lines: lines.size,
    run: lines.size - missed.length,
    missed: missed.map(({ ran: _, ...line }) => line),
  };
}

function coverageNotes({ changedLines }: Policy, coverage: PatchCoverage | null): PolicyNote[] {
  if (changedLines === null) return [];
  const { atLeast, line } = changedLines;
  const note = (text: string): PolicyNote[] => [{ kind: "coverage", fails: true, text, line }];
  if (coverage === null) return note(`changed lines were not counted (${atLeast} % are asked for)`);
  if (coverage.lines === 0) return [];
  const share = (100 * coverage.run) / coverage.lines;
  if (share >= atLeast) return [];
  return note(
    `${coverage.run} of ${coverage.lines} changed lines run (${share.toFixed(1)} %; ${atLeast} % are asked for)`,
  );
}

function boundNotes({ bounds: asked }: Policy, { bounds }: Verdict): PolicyNote[] {
  // sides that compile to the same code are equal, however little is run
  const rows = [
    ["scenario run", bounds.scenarios, asked.scenarioRuns],
    ["step", bounds.steps, asked.steps],
    ["event", bounds.events, asked.events],
  ] as const;
  if (bounds.scenarios === 0) return [];
  return rows.flatMap(([what, is, least]): PolicyNote[] => {
    if (least === null || is >= least) return [];
    const text = `${many(is, what)} (at least ${least} ${least === 1 ? "is" : "are"} asked for)`;
    return [{ kind: "bounds", fails: true, text, line: asked.line }];
  });
}

function gateConfig(
  { config, before, after, scenarios, unchecked }: ConfigJudgement,
  findings: readonly GateFinding[],
): GateConfig {
  const indices = new Map<string, number[]>();
  for (const [i, { seen }] of findings.entries()) {
    for (const { scenario } of seen.filter((one) => one.config === config)) {
      const known = indices.get(scenario) ?? [];
      if (known.at(-1) !== i) known.push(i);
      indices.set(scenario, known);
    }
  }
  return {
    config,
    before,
    after,
    unchecked,
    scenarios: scenarios.map((one): GateScenario => {
      const own = indices.get(one.id) ?? [];
      const status = scenarioStatus(
        one,
        own.map((i) => findings[i]!),
      );
      const { id, class: kind, whyNot } = one;
      return { id, status, class: kind, reason: whyNot?.text ?? "", whyNot, findings: own };
    }),
  };
}

function scenarioStatus(
  { class: kind, whyNot }: ScenarioVerdict,
  findings: readonly GateFinding[],
): ScenarioStatus {
  if (kind === "not-run") return whyNot?.kind === "no-boot" ? "error" : "skipped";
  const failing = findings.filter(({ status }) => status === "fails");
  if (failing.some(({ invariant }) => invariant === "hang")) return "hang";
  if (failing.length > 0) return "fail";
  const isAccepted = findings.some(
    (one) => one.status === "accepted" && (one.class === "regressed" || one.unexplained),
  );
  return isAccepted ? "accepted" : "pass";
}
