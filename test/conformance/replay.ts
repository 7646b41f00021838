// SPDX-License-Identifier: GPL-2.0-only
import type { Outcome } from "./outcome.ts";
import { questionOf } from "./question.ts";
import type { XenRecord } from "./record.ts";
import { replayBoot } from "./replay-boot.ts";

const RELEASE = "";

/** The build that a record tells of: "" for the release build, else its id's suffix. */
const buildOf = (record: XenRecord): string => /@(.*)$/.exec(record.id)?.[1] ?? RELEASE;

/**
 * Replays a recording: every group in each build that it has records of, on a machine of its own. A build other than
 * the release was recorded where it differs alone, so the steps of the release build are done in between.
 * @returns an outcome for each record, in the order of the records
 */
export const replay = (records: readonly XenRecord[]): Outcome[] => {
  const boots = new Map<string, XenRecord[]>();
  for (const record of records) {
    const key = JSON.stringify([record.group, buildOf(record)]);
    boots.set(key, [...(boots.get(key) ?? []), record]);
  }
  const outcomes = new Map<string, Outcome>();
  for (const [key, own] of boots) {
    const [group, build] = JSON.parse(key) as [string, string];
    const release = build === RELEASE ? [] : (boots.get(JSON.stringify([group, RELEASE])) ?? []);
    for (const outcome of replayBoot(
      group,
      // Both builds that are not the release are 4.17.5; copy.dest_gmfn_dom999 tells that version from 4.17.7.
      build !== RELEASE,
      own.toSorted((a, b) => a.seq - b.seq).map(questionOf),
      release.toSorted((a, b) => a.seq - b.seq).map(questionOf),
    ))
      outcomes.set(outcome.id, outcome);
  }
  return records.map((record) => outcomes.get(record.id)!);
};
