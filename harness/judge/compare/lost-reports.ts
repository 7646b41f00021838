// SPDX-License-Identifier: GPL-2.0-only
import type { RunRecord } from "../../scenario/run-record.ts";
import type { Scenario } from "../../scenario/scenario-schema.ts";
import { endOfStep, eventsOf, stepOf } from "../find-event.ts";
import type { Finding } from "../finding.ts";
import type { Judged, JudgedPair } from "../run/judged.ts";

/** A warning of the before side that tells of a fault which the scenario made. */
interface Report {
  readonly what: string;
  readonly step: number;
  readonly warning: number;
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
 * warning nor by an error.
 */
export function lostReports(scenario: Scenario, { before, after }: JudgedPair): Finding[] {
  const left = reportsOf(before.record);
  const kept = reportsOf(after.record).map((one) => pathOf(after, one));
  return left.flatMap((report): Finding[] => {
    const at = kept.indexOf(pathOf(before, report));
    if (at !== -1) {
      kept.splice(at, 1);
      return [];
    }
    if (!hasStruck(after.record, report) || isTold(after.record, report.step)) return [];
    const stack = before.text.stacks.read(before.record.stacks[report.warning] ?? "");
    const event = before.record.events[report.warning]!;
    const text = event.kind === "warn" ? event.text : "";
    return [
      {
        signature: `status-ignored: report of a failed ${report.what}${stack.function === "" ? "" : ` in ${stack.function}`}`,
        invariant: "status-ignored",
        class: "regressed",
        scenario: scenario.id,
        step: report.step + 1,
        place: stack.place,
        before: `${report.what} fails, and the kernel warns of it: ${text}`,
        after: `${report.what} fails, and nothing reports it`,
        expected: "a failure that was reported still is: by an error or a warning",
        message: `${report.what} fails, and nothing reports it any more (before: WARNING: ${text})`,
        stacks: stack.frames.length === 0 ? [] : [{ what: "here", frames: stack.frames }],
        unreached: false,
        times: 1,
      },
    ];
  });
}

/** In the same step and by the same functions. */
const pathOf = ({ record, text }: Judged, { step, warning }: Report): string =>
  `${step} ${text.stacks.read(record.stacks[warning] ?? "").path.join(" ")}`;

function reportsOf(record: RunRecord): Report[] {
  return record.faults.flatMap(({ what, struckAt }): Report[] => {
    if (struckAt === -1) return [];
    const step = stepOf(record, Math.min(struckAt, record.events.length - 1));
    const end = endOfStep(record, step);
    return eventsOf(record, "warn")
      .filter((index) => index >= struckAt && index < end)
      .map((warning) => ({ what, step, warning }));
  });
}

const hasStruck = (record: RunRecord, { what, step }: Report): boolean =>
  record.faults.some(
    (one) =>
      one.what === what &&
      one.struckAt !== -1 &&
      stepOf(record, Math.min(one.struckAt, record.events.length - 1)) === step,
  );

/** The caller gets an error, or the kernel stops: then it was told. */
const isTold = (record: RunRecord, step: number): boolean =>
  record.deathStep === step ||
  record.outcomes.some((one) => one.step === step && one.value !== null && one.value < 0);
