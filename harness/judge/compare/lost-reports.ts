// SPDX-License-Identifier: GPL-2.0-only

import type { Scenario } from "../../scenario/scenario-schema.ts";
import { endOfStep, eventsOf, stepOf } from "../../subject/run/find-event.ts";
import type { PlannedFault, RunRecord } from "../../subject/run/run-record.ts";
import { strikesIn } from "../../subject/run/strikes-in.ts";
import { isOfRefusedHandle } from "../of-refused-handle.ts";
import type { Judged, JudgedPair } from "../run/judged.ts";
import type { Finding } from "../verdict/finding.ts";
import { isAnotherCall, sameStrike } from "./strikes.ts";

/** A warning, or another message, by which a side tells of a fault that the scenario made. */
interface Report {
  readonly fault: PlannedFault;
  readonly step: number;
  readonly warning: number;
  /** Something else failed before in the same call: an error that it returns is of that. */
  readonly isSecond: boolean;
}

/**
 * Events whose stack is wanted to tell one report from another: warnings in the steps in which faults struck.
 *
 * @returns indices of events
 */
export const reportEvents = (judged: Judged): number[] =>
  reportsOf(judged.record).map(({ warning }) => warning);

/**
 * A failure that the scenario made and one side tells of, while the other side says nothing of it: neither by that warning,
 * nor by another one in its place, nor by an error.
 *
 * @returns what the after side does not tell any more, and what it tells where the before side did not
 */
export const lostReports = (scenario: Scenario, pair: JudgedPair): Finding[] => [
  ...missing(pair, "before").map((report) => findingOf(scenario, pair.before, report, "regressed")),
  ...missing(pair, "after").map((report) => findingOf(scenario, pair.after, report, "fixed")),
];

/** @returns reports of one side that the other one has no counterpart of */
function missing(pair: JudgedPair, side: "before" | "after"): Report[] {
  const [one, other] = side === "before" ? [pair.before, pair.after] : [pair.after, pair.before];
  const theirs = reportsOf(other.record).map((report) => pathOf(other, report));
  const known = new Set(reportsOf(one.record).map((report) => pathOf(one, report)));
  const kept = new Set(theirs);
  const hasOther = theirs.some((path) => !known.has(path));
  const isMissing = (report: Report): boolean =>
    !kept.has(pathOf(one, report)) &&
    !hasOther &&
    strikesIn(other.record, report.step).some(({ what }) => what === report.fault.what) &&
    !strikesElsewhere(report.fault) &&
    !hasStopped(other.record, report.step) &&
    (report.isSecond || !returnsError(other.record, report.step));
  // what fails there instead may be told in another way
  const strikesElsewhere = (fault: PlannedFault): boolean => {
    const theirs = sameStrike(other, fault);
    if (theirs === undefined) return false;
    return side === "before" ? isAnotherCall(pair, fault, theirs) : isAnotherCall(pair, theirs, fault);
  };
  return reportsOf(one.record).filter(isMissing);
}

function findingOf(
  scenario: Scenario,
  { record, text: side }: Judged,
  { fault: { what }, step, warning }: Report,
  kind: "regressed" | "fixed",
): Finding {
  const stack = side.stacks.read(record.stacks[warning] ?? "");
  const event = record.events[warning]!;
  const text = event.kind === "warn" || event.kind === "printk" ? event.text : "";
  const where = stack.function === "" ? "" : ` in ${stack.function}`;
  const told = `${what} fails, and the kernel tells of it: ${text}`;
  const quiet = `${what} fails, and nothing reports it`;
  const expected = "a failure is reported: by an error or a warning";
  return {
    signature: `status-ignored: report of a failed ${what}${where}`,
    subject: `report of a failed ${what}`,
    invariant: "status-ignored",
    class: kind,
    scenario: scenario.id,
    step: step + 1,
    place: stack.place,
    before: kind === "fixed" ? quiet : told,
    after: kind === "fixed" ? told : quiet,
    expected,
    message: `${quiet} (expected: ${expected})`,
    stacks: stack.frames.length === 0 ? [] : [{ what: "here", frames: stack.frames }],
    unreached: false,
    // a warning that comes without a fault as well was no report of this one
    ...(kind === "fixed" ? {} : { outweighedBy: warningSignature(stack.function) }),
    times: 1,
  };
}

/** @returns the functions that warn after a fault that struck in a step */
export const warningsOf = ({ record, text }: Judged, step: number): string[] =>
  reportsOf(record).flatMap((one) =>
    one.step === step ? [text.stacks.read(record.stacks[one.warning] ?? "").function] : [],
  );

/** What a warning is known by where nothing was made to fail. */
export const warningSignature = (name: string): string =>
  `kernel-warning: WARNING${name === "" ? "" : ` in ${name}`}`;

/** In the same step and by the same functions. */
const pathOf = ({ record, text }: Judged, { step, warning }: Report): string =>
  `${step} ${text.stacks.read(record.stacks[warning] ?? "").path.join(" ")}`;

function reportsOf(record: RunRecord): Report[] {
  return record.faults.flatMap((fault): Report[] => {
    const { struckAt } = fault;
    if (struckAt === -1) return [];
    const step = stepOf(record, Math.min(struckAt, record.events.length - 1));
    const end = endOfStep(record, step);
    const isSecond = strikesIn(record, step).some((one) => one.struckAt < struckAt);
    // where a call fails anyway, a line on the console is all that tells of what failed after
    const messages = isSecond ? eventsOf(record, "printk") : [];
    return [...eventsOf(record, "warn"), ...messages]
      .filter((index) => index >= struckAt && index < end && !isOfRefusedHandle(record, step, index))
      .map((warning) => ({ fault, step, warning, isSecond }));
  });
}

/** The kernel stops: then everybody was told. */
const hasStopped = (record: RunRecord, step: number): boolean => record.deathStep === step;

const returnsError = (record: RunRecord, step: number): boolean =>
  record.outcomes.some((one) => one.step === step && one.value !== null && one.value < 0);
