// SPDX-License-Identifier: GPL-2.0-only
import type { XenRecord } from "./record.ts";

/** A field of `effect` that tells the state a step starts from: a withheld record keeps these. */
const BEFORE = /_before(_|$)/;

/** What a replay gets to see of a record: what a withheld one shows, and no answer. */
export interface Question {
  readonly arch: string;
  readonly group: string;
  readonly id: string;
  /** The id without the build's suffix ("@debug"). */
  readonly step: string;
  readonly seq: number;
  readonly op: string;
  readonly cmd: number | null;
  readonly count: number | null;
  readonly input: Readonly<Record<string, unknown>>;
  /** PTEs and entries as the step found them (`pte_before`, `entry_before`, …). */
  readonly before: Readonly<Record<string, unknown>>;
}

/** @returns the question of a record, without anything that an answer could be read from. */
export const questionOf = (record: XenRecord): Question => ({
  arch: record.arch,
  group: record.group,
  id: record.id,
  step: record.id.replace(/@.*$/, ""),
  seq: record.seq,
  op: record.op,
  cmd: record.cmd ?? null,
  count: record.count ?? null,
  input: record.input,
  before: Object.fromEntries(Object.entries(record.effect).filter(([field]) => BEFORE.test(field))),
});
