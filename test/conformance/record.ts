// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from "node:fs";

/** One question to a real Xen, and its answer unless that is withheld. See README.md beside this file. */
export interface XenRecord {
  readonly id: string;
  readonly xen: string;
  readonly group: string;
  readonly seq: number;
  readonly op: string;
  readonly cmd?: number;
  readonly count?: number;
  readonly input: Readonly<Record<string, unknown>>;
  readonly output: Readonly<Record<string, unknown>> | null;
  readonly effect: Readonly<Record<string, unknown>>;
  readonly withheld?: boolean;
}

/** @returns all records, in the file's order. */
export const loadRecords = (): XenRecord[] =>
  readFileSync(new URL("xen-4.17.jsonl", import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const record = JSON.parse(line) as XenRecord;
      return { ...record, input: record.input ?? {}, effect: record.effect ?? {} };
    });
