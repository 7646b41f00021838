// SPDX-License-Identifier: GPL-2.0-only
import { fewErrors } from "../compile/few-errors.ts";
import { costChanges } from "../gate/cost/cost-changes.ts";
import type { CostChange } from "../gate/gate-report.ts";
import { patchOfCheck } from "../gate/patch-of-check.ts";
import type { CheckResult } from "../judge/check-patch.ts";
import type { SideCoverage } from "../judge/coverage/side-coverage.ts";
import type { ConfigVerdict } from "../judge/judge-config.ts";
import type { Finding } from "../judge/verdict/finding.ts";
import { modeChanges } from "../patch/diff/mode-changes.ts";
import type { Series } from "../patch/series.ts";
import { jsonText } from "./json-text.ts";

/** Version of the shape below; raised when a field changes its meaning or goes. */
const SCHEMA = 1;

/**
 * The report that other tools read. Stable: fields are added, not changed; the same inputs give the same bytes.
 *
 * @param version of this tool
 */
export function jsonReport(result: CheckResult, series: Series, reverse: boolean, version: string): string {
  const [first] = series.patches;
  const info = series.cover ?? first;
  const modes = modeChanges(series.patches);
  // which configurations were asked for has a say in the verdict alone
  const { problems, findings } = patchOfCheck(result, series, { reverse, configsChosen: false });
  const report = {
    tool: { name: "hunkbox", version, schema: SCHEMA, emscripten: result.toolchain },
    patch: {
      subject: info?.subject ?? "",
      author: info?.author ?? null,
      date: info?.date ?? null,
      messageId: info?.messageId ?? null,
      baseCommit: first?.baseCommit ?? null,
      upstreamCommit: first?.upstreamCommit ?? null,
      base: result.views.base,
      reverse,
      ...(reverse ? { baseHasPatch: result.views.isTakenBack } : {}),
      patches: series.patches.map(({ subject, messageId }) => ({ subject, messageId })),
      files: result.views.touched,
      ...(modes.length === 0 ? {} : { modes }),
      hunks: result.views.placed.map(({ path, hunk, line, newLine, offset, fuzz }) => {
        return { file: path, inputLine: hunk.line, line, newLine, offset, fuzz };
      }),
    },
    verdict: result.verdict.name,
    exitCode: result.verdict.exitCode,
    summary: result.verdict.line,
    bounds: result.verdict.bounds,
    problems,
    findings,
    configs: result.configs.map(configReport),
  };
  return jsonText(report);
}

function configReport({
  config,
  before,
  after,
  gate,
  scenarios,
  findings,
  unchecked,
  coverage,
  costs,
}: ConfigVerdict) {
  const build = ({ module, errors, unavailable }: ConfigVerdict["before"]) => {
    return { ok: module !== null, errors: fewErrors(errors), ...(unavailable === "" ? {} : { unavailable }) };
  };
  return {
    config,
    builds: { before: build(before), after: build(after) },
    ...(gate === null ? {} : { gate: { mended: gate.mended, unseen: gate.unseen } }),
    ...(coverage === null
      ? {}
      : { coverage: { before: coverageReport(coverage.before), after: coverageReport(coverage.after) } }),
    ...(unchecked.length === 0 ? {} : { unchecked }),
    scenarios: scenarios.map(({ id, class: kind, whyNot }) => {
      return { id, class: kind, ...(whyNot === null ? {} : { reason: whyNot.text, whyNot: whyNot.kind }) };
    }),
    findings: findings.map(findingReport),
    ...(costs === null ? {} : { costs: costChanges([{ config, costs }]).map(costReport) }),
  };
}

const coverageReport = ({ lines, run, missed }: SideCoverage) => ({ changedLines: lines, run, missed });

const costReport = ({ configs: _, isSteeper: __, ...change }: CostChange) => change;

function findingReport(finding: Finding) {
  const { place } = finding;
  return {
    signature: finding.signature,
    invariant: finding.invariant,
    class: finding.class,
    scenario: finding.scenario,
    step: finding.step,
    file: place.file,
    line: place.line,
    side: place.side,
    function: place.function,
    code: place.code,
    hunk: place.hunk,
    before: finding.before,
    after: finding.after,
    expected: finding.expected,
    message: finding.message,
    unreached: finding.unreached,
    ...(finding.unexplained === undefined ? {} : { unexplained: finding.unexplained }),
    times: finding.times,
    ...(finding.stacks.length === 0 ? {} : { stacks: finding.stacks }),
  };
}
