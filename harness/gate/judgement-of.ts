// SPDX-License-Identifier: GPL-2.0-only
import { lineOf, shortLine } from "../base/line-of.ts";
import type { View } from "../base/view.ts";
import type { Build } from "../compile/build-side.ts";
import { fewErrors } from "../compile/few-errors.ts";
import type { Diagnostic } from "../compile/toolchain/diagnostic.ts";
import type { CheckResult } from "../judge/check-patch.ts";
import { exerciseOf } from "../judge/coverage/exercise.ts";
import { gateHunks } from "./gate-hunks.ts";
import type { GateBuild, GateError } from "./gate-report.ts";
import type { ConfigJudgement, PatchJudgement } from "./judgement.ts";
import { lineRuns } from "./line-runs.ts";
import type { QueueRequest } from "./queue/queue-request.ts";
import { gateTraces } from "./traces/gate-traces.ts";
import { runsToTrace } from "./traces/runs-to-trace.ts";

/** What is to be kept of a check. */
export interface JudgementRequest extends Pick<QueueRequest, "scenarios" | "traces"> {
  readonly reverse: boolean;
  /** A policy, or other parts of the gate, have a say in what is shown. */
  readonly isOpen: boolean;
}

/** What was seen of a patch, as plain data. */
export function judgementOf(
  { views, configs }: Pick<CheckResult, "views" | "configs">,
  { scenarios, traces, reverse, isOpen }: JudgementRequest,
): Pick<PatchJudgement, "hunks" | "configs" | "traces"> {
  const judged = configs.map(
    (one): ConfigJudgement => ({
      config: one.config,
      before: buildOf(one.before, views.before),
      after: buildOf(one.after, views.after),
      scenarios: one.scenarios,
      unchecked: one.unchecked,
      coverage: lineRuns(views, one, reverse),
      exercise: one.coverage === null ? null : exerciseOf(one.coverage),
      costs: one.costs,
    }),
  );
  const request = { views, configs, scenarios, reverse };
  return {
    hunks: gateHunks(views.placed, reverse),
    configs: judged,
    traces: traces ? gateTraces(request, runsToTrace(judged, isOpen)) : [],
  };
}

const buildOf = ({ module, errors, unavailable }: Build, view: View): GateBuild => ({
  ok: module !== null,
  errors: fewErrors(errors).map((one) => errorOf(one, view)),
  unavailable,
});

function errorOf(error: Diagnostic, view: View): GateError {
  const { file, line, column } = error;
  const code = lineOf(view, file, line);
  const before = view
    .read(file)
    ?.split("\n")
    [line - 1]?.slice(0, column - 1);
  // blanks are shown as one each
  const codeColumn = before === undefined || column === 0 ? 0 : shortLine(`${before}^`).length;
  return { ...error, code, codeColumn: codeColumn > code.length ? 0 : codeColumn };
}
