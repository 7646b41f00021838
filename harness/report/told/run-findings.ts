// SPDX-License-Identifier: GPL-2.0-only
import type { GateFinding, GatePatch, GateScenario, Problem } from "../../gate/gate-report.ts";

/** A finding as one run shows it. */
export interface RunFinding {
  /** With the values of this run. */
  readonly finding: GateFinding;
  /** From 1. */
  readonly step: number;
  /** What it belongs to; null for what the policy accepts. */
  readonly problem: Problem | null;
  /** The problem itself, and nothing that follows from it. */
  readonly isHead: boolean;
}

/** What fails or is accepted in one run, in the order of problems, each with its own step and its own values. */
export function runFindings(
  { findings, problems }: Pick<GatePatch, "findings" | "problems">,
  config: string,
  { id, findings: own }: Pick<GateScenario, "id" | "findings">,
): RunFinding[] {
  const wanted = own.filter((i) => findings[i]!.status === "fails" || findings[i]!.status === "accepted");
  if (wanted.length === 0) return [];
  const order = problems.flatMap((problem) =>
    [problem.head, ...problem.follows].map((i, at) => ({ i, problem, isHead: at === 0 })),
  );
  const told = order.filter(({ i }) => wanted.includes(i));
  const rest = wanted.filter((i) => told.every((one) => one.i !== i));
  return [...told, ...rest.map((i) => ({ i, problem: null, isHead: true }))].flatMap(({ i, ...about }) => {
    const finding = findings[i]!;
    return finding.seen
      .filter((one) => one.config === config && one.scenario === id)
      .map(({ step, shows }): RunFinding => ({ ...about, step, finding: { ...finding, ...shows } }));
  });
}
