// SPDX-License-Identifier: GPL-2.0-only
import type { CheckResult } from "../../harness/judge/check-patch.ts";
import type { FindingClass } from "../../harness/judge/verdict/finding.ts";

/** A finding, as far as it matters here; the same one of many scenarios is there once. */
export interface SeenFinding {
  readonly class: FindingClass;
  readonly rule: string;
  readonly file: string;
  readonly function: string;
  readonly code: string;
  /** Nothing accounts for it. */
  readonly unexplained: boolean;
  /** The first scenario that shows it. */
  readonly scenario: string;
}

/** What a check said. */
export interface Seen {
  readonly exit: number;
  readonly line: string;
  readonly findings: readonly SeenFinding[];
}

/** @returns what a check said, without what is wrong on both sides */
export function seenOf({ configs, verdict }: CheckResult): Seen {
  const findings = new Map<string, SeenFinding>();
  for (const one of configs.flatMap((config) => config.findings)) {
    if (one.class === "pre-existing") continue;
    const { file, code, function: name } = one.place;
    const about = { class: one.class, rule: one.invariant, file, function: name, code: code.trim() };
    const unexplained = one.unexplained === true;
    const key = JSON.stringify([about, unexplained]);
    if (!findings.has(key)) findings.set(key, { ...about, unexplained, scenario: one.scenario });
  }
  return { exit: verdict.exitCode, line: verdict.line, findings: [...findings.values()] };
}
