// SPDX-License-Identifier: GPL-2.0-only
import type { Flavour } from "../compile/flavour.ts";
import { WORK_BUDGET } from "../guest/loaded-module.ts";
import type { CheckResult } from "../judge/check-patch.ts";
import type { Series } from "../patch/series.ts";
import type { Scenario } from "../scenario/scenario-schema.ts";
import { aboutPatch } from "./about-patch.ts";
import type { GateReport } from "./gate-report.ts";
import { JUDGEMENT_VERSION } from "./judgement.ts";
import { judgementOf } from "./judgement-of.ts";
import { makeGateReport } from "./make-gate-report.ts";
import { NO_POLICY } from "./policy/policy.ts";

/** What a check was asked for. */
export interface CheckAsked {
  /** Version of the tool. */
  readonly version: string;
  /** How to do it again, as one line for a shell. */
  readonly command: string;
  readonly reverse: boolean;
  readonly configsChosen: boolean;
  readonly scenariosChosen: boolean;
  readonly scenarios: readonly Scenario[];
  readonly flavours: readonly Flavour[];
}

/** A check as a gate without a policy reports it, traces included: problems have the numbers that the check gives them. */
export function reportOfCheck(result: CheckResult, series: Series, asked: CheckAsked): GateReport {
  const { version, command, reverse, scenarios, flavours, configsChosen, scenariosChosen } = asked;
  const patch = {
    ...aboutPatch(series.cover, series.patches, series.name),
    ...{ number: 1, base: result.views.base, refusal: null },
    ...judgementOf(result, { scenarios, traces: true, reverse, isOpen: false }),
  };
  const judgement = {
    version: JUDGEMENT_VERSION,
    tool: { name: "hunkbox", version, emscripten: result.toolchain },
    ...{
      input: series.name,
      command,
      portableCommand: command,
      shard: { index: 1, of: 1 },
      scenarios: scenarios.map(({ id }) => id),
    },
    ...{ configsChosen, scenariosChosen, flavours, hasPolicy: false, stepBudget: WORK_BUDGET.plain },
    ...{ patches: [patch], whole: null },
  } as const;
  return makeGateReport(judgement, NO_POLICY, "");
}
