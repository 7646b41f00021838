// SPDX-License-Identifier: GPL-2.0-only
import { WORK_BUDGET } from "../guest/loaded-module.ts";
import type { CheckResult } from "../judge/check-patch.ts";
import type { Series } from "../patch/series.ts";
import { aboutPatch } from "./about-patch.ts";
import { gatePatch } from "./gate-patch.ts";
import type { GatePatch } from "./gate-report.ts";
import { judgementOf } from "./judgement-of.ts";
import { NO_POLICY } from "./policy/policy.ts";

/**
 * A check as a gate without a policy tells it: one grouping and one order for both.
 *
 * @param reverse the sides are exchanged
 */
export function patchOfCheck(
  result: CheckResult,
  series: Series,
  { reverse, configsChosen }: { readonly reverse: boolean; readonly configsChosen: boolean },
): GatePatch {
  const judgement = {
    ...aboutPatch(series.cover, series.patches, series.name),
    ...{ number: 1, base: result.views.base, refusal: null },
    ...judgementOf(result, { scenarios: [], traces: false, reverse, isOpen: false }),
  };
  return gatePatch(judgement, { stepBudget: WORK_BUDGET.plain, configsChosen }, NO_POLICY, "");
}
