// SPDX-License-Identifier: GPL-2.0-only
import type { BackportResult } from "../../backport/check-backport.ts";
import type { Shown } from "../../backport/comparison.ts";
import { groupComparisons } from "../../backport/group-comparisons.ts";
import type { HunkCounterpart } from "../../backport/hunk-counterpart.ts";
import type { CheckResult } from "../../judge/check-patch.ts";
import type { Series } from "../../patch/series.ts";
import { jsonText } from "../json-text.ts";

/** Version of the shape below; raised when a field changes its meaning or goes. */
const SCHEMA = 1;

/**
 * The comparison of a backport for other tools. Stable: fields are added, not changed; the same inputs give the same bytes.
 *
 * @param version of this tool
 */
export function backportJson(
  result: BackportResult,
  series: { readonly upstream: Series; readonly backport: Series },
  version: string,
): string {
  const { verdict, runs, away, comparisons, hunks } = result;
  const report = {
    tool: { name: "hunkbox", version, schema: SCHEMA, emscripten: result.upstream.toolchain },
    upstream: patchReport(series.upstream, result.upstream),
    backport: patchReport(series.backport, result.backport),
    verdict: verdict.name,
    exitCode: verdict.exitCode,
    summary: verdict.line,
    bounds: { scenarioRuns: runs, stepBudget: result.upstream.verdict.bounds.stepBudget },
    effects: (["lost", "extra", "not-comparable", "kept"] as const).flatMap((fate) =>
      groupComparisons(comparisons, fate).map(({ first, configs, scenarios, places }) => ({
        ...{ fate, signature: first.signature, kind: first.kind, what: first.what, class: first.class },
        ...{ config: first.config, scenario: first.scenario, step: first.step, verb: first.verb },
        ...{ upstream: shownReport(first.upstream), backport: shownReport(first.backport) },
        ...(first.note === "" ? {} : { note: first.note }),
        ...{ configs, scenarios, places },
      })),
    ),
    away,
    hunks: hunks.map((hunk) => hunkReport(hunk, result)),
  };
  return jsonText(report);
}

function patchReport(series: Series, { views, configs }: CheckResult) {
  const [first] = series.patches;
  const build = ({ module, errors, unavailable }: CheckResult["configs"][number]["before"]) => {
    return { ok: module !== null, errors, ...(unavailable === "" ? {} : { unavailable }) };
  };
  return {
    subject: (series.cover ?? first)?.subject ?? "",
    messageId: (series.cover ?? first)?.messageId ?? null,
    upstreamCommit: first?.upstreamCommit ?? null,
    base: views.base,
    patches: series.patches.map(({ subject, messageId }) => ({ subject, messageId })),
    files: views.touched,
    builds: configs.map(({ config, before, after }) => {
      return { config, before: build(before), after: build(after) };
    }),
  };
}

function shownReport({ before, after, place }: Shown) {
  const where =
    place === null
      ? {}
      : { file: place.file, line: place.line, side: place.side, function: place.function, code: place.code };
  return { before, after, ...where };
}

const hunkReport = (hunk: HunkCounterpart, { unshown, idle }: BackportResult) => ({
  ...{ file: hunk.path, number: hunk.number, inputLine: hunk.inputLine, section: hunk.section },
  ...{ state: hunk.state, line: hunk.line, instead: hunk.instead },
  ...(unshown.includes(hunk) ? { unshown: true } : {}),
  ...(idle.includes(hunk) ? { sameCode: true } : {}),
});
