// SPDX-License-Identifier: GPL-2.0-only
import type { Outcome } from "../outcome.ts";
import { questionOf } from "../question.ts";
import type { XenRecord } from "../record.ts";
import { askEntry } from "./ask-entry.ts";
import { askGrant } from "./ask-grant.ts";
import { askImplicit } from "./ask-implicit.ts";
import { MmuRig, type Width } from "./mmu-rig.ts";

/** Groups of records that can be asked here, and who asks. */
const GROUPS: readonly (readonly [RegExp, typeof askEntry])[] = [
  [/^(pte|st)_|^fordom$/, askEntry],
  [/^impl_/, askImplicit],
  [/^(map|mapover|multi2|pinned|misunmap|iomem|urep|urepsame)$/, askGrant],
];

/**
 * Replays the second recording: each group at each width on a machine of its own.
 *
 * @returns an outcome for each record, in the order of the records; without an answer where a group cannot be asked yet
 */
export function replayMmu(records: readonly XenRecord[]): Outcome[] {
  const boots = new Map<string, XenRecord[]>();
  for (const record of records) {
    const key = JSON.stringify([record.arch, record.group, /@(.*)$/.exec(record.id)?.[1] ?? ""]);
    boots.set(key, [...(boots.get(key) ?? []), record]);
  }
  const outcomes = new Map<XenRecord, Outcome>();
  for (const own of boots.values()) {
    const { arch, group } = own[0]!;
    const ask = GROUPS.find(([pattern]) => pattern.test(group))?.[1];
    const rig = ask === undefined ? null : new MmuRig(arch as Width);
    const steps = own.toSorted((a, b) => a.seq - b.seq);
    for (const record of steps) rig?.learn(questionOf(record));
    for (const record of steps) {
      const answer = rig === null ? null : ask!(rig, questionOf(record));
      outcomes.set(record, { id: record.id, arch: String(record.arch), answer, adjusted: false });
    }
  }
  return records.map((record) => outcomes.get(record)!);
}
