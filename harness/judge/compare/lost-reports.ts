// SPDX-License-Identifier: GPL-2.0-only
import type { RunRecord } from "../../scenario/run-record.ts";
import type { Scenario } from "../../scenario/scenario-schema.ts";
import { endOfStep, eventsOf, stepOf } from "../find-event.ts";
import type { Finding } from "../finding.ts";
import { isOfRefusedHandle } from "../of-refused-handle.ts";
import type { Judged, JudgedPair } from "../run/judged.ts";
import { strikesIn } from "../strikes-in.ts";

/** A warning, or another message, by which a side tells of a fault that the scenario made. */
interface Report {
  readonly what: string;
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
 * A failure that the scenario made and the before side warned of, while the after side says nothing of it: neither by that
 * warning, nor by another one in its place, nor by an error.
 */
export function lostReports(scenario: Scenario, { before, after }: JudgedPair): Finding[] {
  const left = reportsOf(before.record);
  const right = reportsOf(after.record).map((one) => pathOf(after, one));
  const known = new Set(left.map((one) => pathOf(before, one)));
  const kept = new Set(right);
  const hasOther = right.some((path) => !known.has(path));
  const isLost = (report: Report): boolean =>
    !kept.has(pathOf(before, report)) &&
    !hasOther &&
    strikesIn(after.record, report.step).some(({ what }) => what === report.what) &&
    !hasStopped(after.record, report.step) &&
    (report.isSecond || !returnsError(after.record, report.step));
  return left.filter(isLost).map((report) => findingOf(scenario, before, report));
}

function findingOf(scenario: Scenario, before: Judged, { what, step, warning }: Report): Finding {
  const stack = before.text.stacks.read(before.record.stacks[warning] ?? "");
  const event = before.record.events[warning]!;
  const text = event.kind === "warn" || event.kind === "printk" ? event.text : "";
  const where = stack.function === "" ? "" : ` in ${stack.function}`;
  return {
    signature: `status-ignored: report of a failed ${what}${where}`,
    subject: `report of a failed ${what}`,
    invariant: "status-ignored",
    class: "regressed",
    scenario: scenario.id,
    step: step + 1,
    place: stack.place,
    before: `${what} fails, and the kernel tells of it: ${text}`,
    after: `${what} fails, and nothing reports it`,
    expected: "a failure that was reported still is: by an error or a warning",
    message: `${what} fails, and nothing reports it any more (before: ${event.kind === "warn" ? "WARNING: " : ""}${text})`,
    stacks: stack.frames.length === 0 ? [] : [{ what: "here", frames: stack.frames }],
    unreached: false,
    // a warning that comes without a fault as well was no report of this one
    outweighedBy: warningSignature(stack.function),
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
  return record.faults.flatMap(({ what, struckAt }): Report[] => {
    if (struckAt === -1) return [];
    const step = stepOf(record, Math.min(struckAt, record.events.length - 1));
    const end = endOfStep(record, step);
    const isSecond = strikesIn(record, step).some((one) => one.struckAt < struckAt);
    // where a call fails anyway, a line on the console is all that tells of what failed after
    const messages = isSecond ? eventsOf(record, "printk") : [];
    return [...eventsOf(record, "warn"), ...messages]
      .filter((index) => index >= struckAt && index < end && !isOfRefusedHandle(record, step, index))
      .map((warning) => ({ what, step, warning, isSecond }));
  });
}

/** The kernel stops: then everybody was told. */
const hasStopped = (record: RunRecord, step: number): boolean => record.deathStep === step;

const returnsError = (record: RunRecord, step: number): boolean =>
  record.outcomes.some((one) => one.step === step && one.value !== null && one.value < 0);
