// SPDX-License-Identifier: GPL-2.0-only
import { many } from "../base/many.ts";
import { EXIT_CODES, type VerdictName } from "../judge/verdict/verdict.ts";
import { worstExit } from "../judge/verdict/worst-exit.ts";
import { gatePatch } from "./gate-patch.ts";
import type { GateFinding, GatePatch, GateReport, PolicyNote } from "./gate-report.ts";
import type { PatchJudgement, QueueJudgement } from "./judgement.ts";
import type { Policy, PolicyEntry } from "./policy/policy.ts";

/**
 * Weighs a queue by a policy: from here on, nothing is run.
 *
 * @param today as 2027-01-31: what has expired, and nothing else, depends on it
 */
export function makeGateReport(judgement: QueueJudgement, policy: Policy, today: string): GateReport {
  const patches = judgement.patches.map((one) => gatePatch(one, judgement, policy, today));
  const whole = judgement.whole === null ? null : gatePatch(judgement.whole, judgement, policy, today);
  const all = whole === null ? patches : [...patches, whole];
  const isAll = (entry: PolicyEntry): boolean =>
    !judgement.scenariosChosen && judgement.patches.every((patch) => isJudged(patch, entry));
  const notes = entryNotes(policy, all, today, isAll);
  const failing = notes.filter(({ fails }) => fails);
  const codes = [...all.map(({ exitCode }) => exitCode), ...(failing.length > 0 ? [EXIT_CODES.fail] : [])];
  const exitCode = worstExit(codes);
  const verdict = nameOf(exitCode);
  return {
    tool: judgement.tool,
    input: judgement.input,
    command: judgement.command,
    portableCommand: judgement.portableCommand,
    policy: policy.path,
    patches,
    whole,
    notes,
    verdict,
    exitCode,
    line: lineOf(verdict, patches, whole, failing),
  };
}

/** False for a patch of which something was not run that could have shown what a policy speaks of. */
const isJudged = ({ refusal, configs }: PatchJudgement, entry: PolicyEntry): boolean =>
  refusal === null &&
  configs
    .filter(({ config }) => entry.configs === null || entry.configs.includes(config))
    .flatMap(({ before, after }) => [before, after])
    .every(({ ok, unavailable }) => ok || unavailable !== "");

const nameOf = (code: number): VerdictName =>
  (Object.keys(EXIT_CODES) as VerdictName[]).find((name) => EXIT_CODES[name] === code) ?? "tool-failed";

function lineOf(
  verdict: VerdictName,
  patches: readonly GatePatch[],
  whole: GatePatch | null,
  failing: readonly PolicyNote[],
): string {
  const count = `${many(failing.length, "entry")} ${failing.length === 1 ? "fails" : "fail"}`;
  const policy = failing.length === 0 ? "" : `; of the policy, ${count}`;
  const [only] = patches;
  if (patches.length === 1 && only !== undefined) {
    return `${verdict}${only.line.slice(only.verdict.length)}${policy}`;
  }
  const passed = patches.filter(({ exitCode }) => exitCode === 0).length;
  const series = whole === null ? "nothing to judge as a whole" : `the series as a whole: ${whole.verdict}`;
  return `${verdict}: ${passed} of ${patches.length} patches pass; ${series}${policy}`;
}

/**
 * Entries that have expired, fixes that do not show, and entries that nothing needs any more.
 *
 * @param isAll says whether nothing was left out that could have shown what an entry speaks of
 */
function entryNotes(
  policy: Policy,
  patches: readonly GatePatch[],
  today: string,
  isAll: (entry: PolicyEntry) => boolean,
): PolicyNote[] {
  const findings = patches.flatMap((patch) => patch.findings);
  const judged = patches.flatMap(({ configs }) => configs.map(({ config }) => config));
  const isSeen = ({ signature, configs }: PolicyEntry, is: (one: GateFinding) => boolean): boolean =>
    findings.some(
      (one) =>
        one.signature === signature &&
        is(one) &&
        (configs === null || one.seen.some(({ config }) => configs.includes(config))),
    );
  const notes: PolicyNote[] = [];
  const add = (kind: PolicyNote["kind"], fails: boolean, { line }: PolicyEntry, text: string): void => {
    notes.push({ kind, fails, text, line });
  };
  for (const list of ["expect", "accept"] as const) {
    for (const entry of policy[list]) {
      const { signature, expires, configs } = entry;
      // with -c, other configurations are not looked at: nothing can be said of them
      if (configs !== null && !configs.some((config) => judged.includes(config))) continue;
      if (expires < today) add("expired", true, entry, `${list}: expired on ${expires}: ${signature}`);
      else if (list === "expect" && !isSeen(entry, (one) => one.class === "fixed"))
        add("missing", true, entry, `expect: the fix does not show: ${signature}`);
      else if (list === "accept" && isAll(entry) && !isSeen(entry, (one) => one.status === "accepted"))
        add("stale", false, entry, `accept: no longer occurs, and can go: ${signature}`);
    }
  }
  return notes;
}
