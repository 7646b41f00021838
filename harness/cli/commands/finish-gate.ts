// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from "node:fs";
import type { QueueJudgement } from "../../gate/judgement.ts";
import { makeGateReport } from "../../gate/make-gate-report.ts";
import { acceptFindings } from "../../gate/policy/accept-findings.ts";
import type { Policy } from "../../gate/policy/policy.ts";
import { BadInput } from "../inputs/bad-input.ts";
import { POLICY_FILE, readPolicy } from "../inputs/load-policy.ts";
import type { ChosenFormat } from "../options/choose-formats.ts";
import type { ReportOptions } from "../options/gate-options.ts";
import { screenOf } from "../output/screen-of.ts";
import { tell } from "../output/tell.ts";
import { writeReport } from "../output/write-report.ts";

/** @returns the day that is given, or the one that it is, as 2027-01-31 */
export function chooseDay(today: string | undefined): string {
  const now = new Date().toISOString().slice(0, 10);
  if (today === undefined) return now;
  const isDay = /^\d{4}-\d\d-\d\d$/.test(today);
  const date = new Date(`${today}T00:00:00Z`);
  if (isDay && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(today)) return today;
  throw new BadInput(`--today ${today} is no day`, `give it as ${now}`);
}

/**
 * Weighs what was seen, writes the reports, and the policy with --accept.
 *
 * @returns the exit code of the verdict
 */
export function finishGate(
  judgement: QueueJudgement,
  policy: Policy,
  formats: readonly ChosenFormat[],
  options: ReportOptions,
): number {
  const today = chooseDay(options.today);
  const report = makeGateReport(judgement, policy, today);
  const screen = screenOf(options.color);
  const texts = formats.map(({ format, path }) => ({ path, text: format.render(report, screen) }));
  // what people wait for comes first: a disk that is full takes nothing of it away
  const shown = texts.find(({ path }) => path === "-");
  if (shown === undefined) tell(report.line);
  else process.stdout.write(shown.text);
  for (const { path, text } of texts.filter((one) => one.path !== "-"))
    writeReport(path, text, "choose another file with --format");
  if (options.accept) {
    const path = options.policy || POLICY_FILE;
    const { text, accepted, expected } = acceptFindings(
      report,
      existsSync(path) ? readPolicy(path) : null,
      today,
    );
    if (accepted + expected === 0) tell(`there is nothing to accept: ${path} stays as it is`);
    else {
      writeReport(path, text, "choose another file with --policy");
      const what = [...count(accepted, "to accept"), ...count(expected, "to expect")].join(" and ");
      tell(`${path} has got ${what}: write the reason of each, in place of the TODO`);
    }
  }
  return report.exitCode;
}

const count = (entries: number, what: string): string[] =>
  entries === 0 ? [] : [`${entries} ${entries === 1 ? "entry" : "entries"} ${what}`];
