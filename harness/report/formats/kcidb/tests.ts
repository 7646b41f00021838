// SPDX-License-Identifier: GPL-2.0-only
import type { GateConfig, GatePatch, GateScenario } from "../../../gate/gate-report.ts";
import type { WhyNotKind } from "../../../judge/verdict/scenario-verdict.ts";
import { printable } from "../../screen.ts";
import { judgedStatus } from "../../told/judged-status.ts";
import { runFindings } from "../../told/run-findings.ts";
import { runText, runTitle } from "../../told/run-text.ts";
import { excerpt } from "./excerpt.ts";
import { type KcidbStatus, type KcidbTest, ORIGIN } from "./objects.ts";

/** A test for each scenario, and one in each configuration that says whether the patch could be judged at all. */
export function kcidbTests(patch: GatePatch, id: string): KcidbTest[] {
  return patch.configs.flatMap((config) => {
    const build = `${id}-${config.config}`;
    return [judgedTest(patch, build), ...config.scenarios.map((one) => testOf(one, config, patch, build))];
  });
}

/** Tests that pass say nothing where nothing can be said of the patch. */
function judgedTest(patch: GatePatch, build: string): KcidbTest {
  const isTold = judgedStatus(patch) !== "untold";
  return {
    ...{ id: `${build}-judged`, build_id: build, origin: ORIGIN, path: "hunkbox.judged" },
    status: isTold ? "PASS" : patch.verdict === "tool-failed" ? "ERROR" : "MISS",
    ...(isTold ? {} : excerpt([patch.line])),
  };
}

function testOf(
  scenario: GateScenario,
  { config, after }: GateConfig,
  patch: GatePatch,
  build: string,
): KcidbTest {
  const { id, status, reason, whyNot } = scenario;
  const told = runFindings(patch, config, scenario);
  const log = told.flatMap((one) => [runTitle(one), `  ${runText(one)}`]);
  const reasons = told.flatMap(({ finding: { policy } }) => (policy === null ? [] : [policy.reason]));
  const comment = status === "accepted" ? `accepted: ${[...new Set(reasons)].join("; ")}` : reason;
  return {
    id: `${build}-scenario-${id}`,
    build_id: build,
    origin: ORIGIN,
    path: `hunkbox.${id.split("+").map(part).join(".")}`,
    status: statusOf(status, whyNot?.kind ?? null, after.ok),
    ...(comment === "" ? {} : { comment: printable(comment.slice(0, 1000)) }),
    ...excerpt(log),
  };
}

/** What a part of a path may hold. */
const part = (text: string): string => text.replace(/[^A-Za-z0-9_-]/g, "_") || "_";

/** Why a scenario did not run that could have: a reader must not take it for one that does not apply. */
const MISSED: ReadonlySet<WhyNotKind> = new Set(["unmodelled", "ends-early", "left-out", "runs-differ"]);

/** An accepted failure is one: it is the policy that lets it pass, as the comment says, and no fault of the tool. */
function statusOf(status: GateScenario["status"], why: WhyNotKind | null, isBuilt: boolean): KcidbStatus {
  if (status === "fail" || status === "hang" || status === "accepted") return "FAIL";
  if (status === "pass") return "PASS";
  if (status === "error") return "ERROR";
  // of a patched side that builds, it is the other side that does not
  const isMissed = why === "no-build" ? isBuilt : why !== null && MISSED.has(why);
  return isMissed ? "MISS" : "SKIP";
}
