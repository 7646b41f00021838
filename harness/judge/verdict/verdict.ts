// SPDX-License-Identifier: GPL-2.0-only
import { many } from "../../base/many.ts";
import { type TotalExercise, totalExercise } from "../coverage/exercise.ts";
import type { ScenarioVerdict, WhyNotKind } from "./scenario-verdict.ts";
import type { SideOutcome, Weighed } from "./weighed.ts";

/** How a check ends, and the exit code that says so. */
export const EXIT_CODES = {
  pass: 0,
  fail: 1,
  "does-not-apply": 2,
  "does-not-build": 3,
  "not-comparable": 4,
  "not-exercised": 4,
  "tool-failed": 5,
} as const;

export type VerdictName = keyof typeof EXIT_CODES;

/** What was looked at: every "same" holds within these bounds. */
export interface Bounds {
  readonly configs: number;
  readonly scenarios: number;
  readonly steps: number;
  readonly events: number;
  /** Edges of control flow that one call into the kernel may take. */
  readonly stepBudget: number;
}

/** The verdict over all configurations. */
export interface Verdict {
  readonly name: VerdictName;
  readonly exitCode: number;
  /** One line, with the bounds. */
  readonly line: string;
  readonly bounds: Bounds;
}

/** How much is asked of a verdict. */
export interface Demands {
  /** The configurations were asked for by name: one that cannot be judged matters. */
  readonly configsChosen?: boolean;
  /** How many scenario runs may be not comparable and pass all the same; 0 if nothing is said. */
  readonly tolerated?: number;
}

/** A scenario that needs what this tool does not have, or that could not be run: each one leaves something unjudged. */
const UNCOMPARED: ReadonlySet<WhyNotKind> = new Set(["unmodelled", "no-boot", "left-out", "runs-differ"]);

/**
 * Weighs what all configurations found. A side that does not build comes before a regression, since it leaves a
 * configuration unjudged; a regression, or a change of a result that no fix explains, before what cannot be compared; and
 * of a change of which nothing ran, nothing is known. A configuration that a tree does not have, whatever is patched,
 * counts only if it was asked for, or if there is no other.
 */
export function weigh(configs: readonly Weighed[], stepBudget: number, demands: Demands = {}): Verdict {
  const scenarios = configs.flatMap((config) => config.scenarios);
  const findings = scenarios.flatMap((scenario) => scenario.findings);
  // sides that compile to the same code are equal without a run
  const ran = scenarios.filter(({ class: kind, events }) => kind !== "not-run" && events > 0);
  const away = configs.filter(isAway);
  const bounds: Bounds = {
    configs: configs.length - away.length,
    scenarios: ran.length,
    steps: ran.reduce((sum, { steps }) => sum + steps, 0),
    events: ran.reduce((sum, { events }) => sum + events, 0),
    stepBudget,
  };
  const broken = configs.filter(({ before, after }) => isBroken(before) || isBroken(after));
  const signatures = (kind: string): Set<string> =>
    new Set(findings.flatMap((one) => (one.class === kind ? [one.signature] : [])));
  const [regressed, fixed, revealed] = [signatures("regressed"), signatures("fixed"), signatures("revealed")];
  const unexplained = unexplainedChanges(scenarios);
  const uncompared = scenarios.filter(({ whyNot }) => whyNot !== null && UNCOMPARED.has(whyNot.kind));
  // a side alone: that is the patch's doing
  const unfit = away.filter(({ before, after }) => before.unavailable === "" || after.unavailable === "");
  const differing = configs.filter(isDifferent);
  const unchecked = configs.filter(isUnchecked);
  const exercise = totalExercise(differing.map((one) => one.exercise));
  // no scenario says anything, although the sides differ
  const isIdle = ran.length === 0 && differing.length > 0;
  const isUnjudged =
    uncompared.length > (demands.tolerated ?? 0) ||
    isIdle ||
    unchecked.length > 0 ||
    unfit.length > 0 ||
    (away.length > 0 && (demands.configsChosen === true || away.length === configs.length));
  const hasEffect = findings.some((one) => one.class !== "pre-existing");
  const isUnseen = differing.length > 0 && !exercise.isExercised && !hasEffect;
  const name: VerdictName =
    broken.length > 0
      ? "does-not-build"
      : regressed.size > 0 || unexplained > 0
        ? "fail"
        : isUnseen && uncompared.length === 0
          ? "not-exercised"
          : isUnjudged || isUnseen
            ? "not-comparable"
            : "pass";
  const parts = [
    ...broken.map(
      ({ config, before }) => `the ${isBroken(before) ? "before" : "after"} side does not build in ${config}`,
    ),
    `${regressed.size} regressed`,
    `${fixed.size} fixed`,
    ...(revealed.size > 0 ? [`${revealed.size} revealed`] : []),
    ...(unexplained > 0 ? [`unexplained results in ${many(unexplained, "scenario run")}`] : []),
    ...(uncompared.length > 0 ? [`${many(uncompared.length, "scenario")} not comparable`] : []),
    ...(unchecked.length > 0 ? [`not looked at as a whole in ${namesOf(unchecked)}`] : []),
    ...(away.length > 0 ? [`not comparable in ${namesOf(away)}`] : []),
    ...(differing.length > 0 ? exerciseParts(exercise) : []),
  ];
  const runs = `${many(ran.length, "scenario run")}, ${many(bounds.steps, "step")}, ${many(bounds.configs, "configuration")}`;
  const idle = isUnjudged ? "nothing was run" : "nothing had to run";
  const within = ran.length === 0 ? idle : `within ${runs}, ${stepBudget} units of work a call`;
  const line = `${name}: ${parts.join(", ")}; ${within}`;
  return { name, exitCode: EXIT_CODES[name], line, bounds };
}

const namesOf = (configs: readonly Weighed[]): string => configs.map(({ config }) => config).join(" and ");

/** Reasons that a line has room for. */
const MOST_MISSING = 2;

/** How much of the change ran; where nothing did, what would have to. */
function exerciseParts({ lines, run, isExercised, missing }: TotalExercise): string[] {
  if (lines > 0 && run > 0) return [`${run} of ${many(lines, "changed line")} run`];
  if (isExercised) return [];
  const why = missing.slice(0, MOST_MISSING).join("; ");
  const more = missing.length > MOST_MISSING ? `, and ${missing.length - MOST_MISSING} more` : "";
  const what =
    lines > 0 ? `none of ${many(lines, "changed line")} ran` : "nothing that the patch changes ran";
  return [why === "" ? "which changed lines ran was not counted" : `${what} (${why}${more})`];
}

const isBroken = ({ isBuilt, unavailable }: SideOutcome): boolean => !isBuilt && unavailable === "";

/** A configuration that was not judged, although no side of it fails to build. */
const isAway = ({ before, after }: Weighed): boolean =>
  !isBroken(before) && !isBroken(after) && !(before.isBuilt && after.isBuilt);

/** Both sides run, but not as they are built to look for memory errors or for values that were never set. */
const isUnchecked = ({ before, after, unchecked }: Weighed): boolean =>
  before.isBuilt && after.isBuilt && unchecked.length > 0;

/** Both sides were built, and their code is not the same, or not all of it was compiled. */
const isDifferent = ({ before, after, scenarios, exercise }: Weighed): boolean =>
  before.isBuilt &&
  after.isBuilt &&
  (scenarios.some(({ whyNot }) => whyNot?.kind !== "same-code") || (exercise?.lines.length ?? 0) > 0);

/** Scenarios with a changed result that nothing accounts for. */
function unexplainedChanges(scenarios: readonly ScenarioVerdict[]): number {
  return scenarios.filter(({ findings }) => findings.some((one) => one.unexplained === true)).length;
}
