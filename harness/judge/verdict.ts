// SPDX-License-Identifier: GPL-2.0-only
import type { SideOutcome, Weighed } from "./weighed.ts";

/** How a check ends, and the exit code that says so. */
export const EXIT_CODES = {
  pass: 0,
  fail: 1,
  "does-not-apply": 2,
  "does-not-build": 3,
  "not-comparable": 4,
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

/**
 * Weighs what all configurations found. A side that does not build comes before a regression, since it leaves a
 * configuration unjudged; a regression, or a change of a result that no fix explains, before what cannot be compared. A
 * configuration that a tree does not have, whatever is patched, counts only if it was asked for, or if there is no other.
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
  const regressed = new Set(findings.flatMap((one) => (one.class === "regressed" ? [one.signature] : [])));
  const fixed = new Set(findings.flatMap((one) => (one.class === "fixed" ? [one.signature] : [])));
  const unexplained = unexplainedChanges(configs);
  const uncompared = scenarios.filter(({ reason }) =>
    /^(?:unmodelled|the kernel does not boot)/.test(reason),
  );
  // a side alone: that is the patch's doing
  const unfit = away.filter(({ before, after }) => before.unavailable === "" || after.unavailable === "");
  // no step of any scenario could be taken, although the sides differ
  const isIdle = ran.length === 0 && scenarios.some(({ reason }) => reason.startsWith("not run on"));
  const isUnjudged =
    uncompared.length > (demands.tolerated ?? 0) ||
    isIdle ||
    unfit.length > 0 ||
    (away.length > 0 && (demands.configsChosen === true || away.length === configs.length));
  const name: VerdictName =
    broken.length > 0
      ? "does-not-build"
      : regressed.size > 0 || unexplained > 0
        ? "fail"
        : isUnjudged
          ? "not-comparable"
          : "pass";
  const of = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
  const parts = [
    ...broken.map(
      ({ config, before }) => `the ${isBroken(before) ? "before" : "after"} side does not build in ${config}`,
    ),
    `${regressed.size} regressed`,
    `${fixed.size} fixed`,
    ...(unexplained > 0 ? [`unexplained results in ${of(unexplained, "scenario run")}`] : []),
    ...(uncompared.length > 0 ? [`${of(uncompared.length, "scenario")} not comparable`] : []),
    ...(away.length > 0 ? [`not comparable in ${away.map(({ config }) => config).join(" and ")}`] : []),
  ];
  const runs = `${of(ran.length, "scenario run")}, ${of(bounds.steps, "step")}, ${of(bounds.configs, "configuration")}`;
  const idle = isUnjudged ? "nothing was run" : "nothing had to run";
  const within = ran.length === 0 ? idle : `within ${runs}, ${stepBudget} branches a call`;
  const line = `${name}: ${parts.join(", ")}; ${within}`;
  return { name, exitCode: EXIT_CODES[name], line, bounds };
}

const isBroken = ({ isBuilt, unavailable }: SideOutcome): boolean => !isBuilt && unavailable === "";

/** A configuration that was not judged, although no side of it fails to build. */
const isAway = ({ before, after }: Weighed): boolean =>
  !isBroken(before) && !isBroken(after) && !(before.isBuilt && after.isBuilt);

/** Scenarios with a changed result that nothing accounts for. */
function unexplainedChanges(configs: readonly Weighed[]): number {
  const scenarios = configs.flatMap((config) => config.scenarios);
  return scenarios.filter(({ findings }) => findings.some((one) => one.unexplained === true)).length;
}
