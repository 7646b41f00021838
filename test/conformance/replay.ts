// SPDX-License-Identifier: GPL-2.0-only
import { FIRST_HOST } from "./first-host.ts";
import { mmuHost } from "./mmu-host.ts";
import type { Outcome } from "./outcome.ts";
import { questionOf } from "./question.ts";
import type { XenRecord } from "./record.ts";
import { replayBoot } from "./replay-boot.ts";

const RELEASE = "";

/** What the first recording calls its architecture; the second knows two others. */
const FIRST_ARCH = "x86_64 PV";

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
    const key = JSON.stringify([record.arch, record.group, buildOf(record)]);
    boots.set(key, [...(boots.get(key) ?? []), record]);
  }
  const outcomes = new Map<string, Outcome>();
  for (const [key, own] of boots) {
    const [arch, group, build] = JSON.parse(key) as [string, string, string];
    const release = build === RELEASE ? [] : (boots.get(JSON.stringify([arch, group, RELEASE])) ?? []);
    for (const outcome of replayBoot(
      arch === FIRST_ARCH ? FIRST_HOST : mmuHost(arch, own[0]!.boot),
      group,
      // Both builds that are not the release are 4.17.5; copy.dest_gmfn_dom999 tells that version from 4.17.7.
      arch === FIRST_ARCH && build !== RELEASE,
      own.toSorted((a, b) => a.seq - b.seq).map(questionOf),
      release.toSorted((a, b) => a.seq - b.seq).map(questionOf),
    ))
      outcomes.set(`${arch} ${outcome.id}`, outcome);
  }
  return records.map((record) => outcomes.get(`${record.arch} ${record.id}`)!);
};
