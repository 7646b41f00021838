// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { compare } from "./compare.ts";
import { loadRecords } from "./load-records.ts";
import type { XenRecord } from "./record.ts";
import { RECORDING } from "./recording.ts";
import { replay } from "./replay.ts";
import { withhold } from "./withhold.ts";

/** Answered and withheld records of the recording. */
const ANSWERED = 480;
const WITHHELD = 148;

/** By id, why a record cannot be reproduced in this machine model. */
const NOT_REPRODUCIBLE = JSON.parse(
  readFileSync(new URL("not-reproducible.json", import.meta.url), "utf8"),
) as Record<string, string>;

const records = loadRecords(RECORDING);
const outcomes = replay(records);
const isAnswered = (record: XenRecord): boolean => record.withheld !== true;

test("the emulated hypervisor answers as the recorded Xen did, in every field, and in no other", () => {
  const wrong: string[] = [];
  let agreeing = 0;
  records.forEach((record, i) => {
    const { answer } = outcomes[i]!;
    if (!isAnswered(record) || record.id in NOT_REPRODUCIBLE) return;
    const differences = answer === null ? ["not asked"] : compare(record, answer);
    for (const part of ["output", "effect"] as const)
      for (const field of Object.keys(answer?.[part] ?? {}))
        if (!(field in (record[part] ?? {}))) differences.push(`${part}.${field} is not in the record`);
    if (differences.length === 0) agreeing++;
    else wrong.push(`${record.id}: ${differences.join("; ")}`);
  });
  expect(wrong).toEqual([]);
  expect(agreeing).toBe(ANSWERED - Object.keys(NOT_REPRODUCIBLE).length);
});

test("every question is answered, but for those listed with a reason: fewer than ten", () => {
  expect(records.filter((record) => !isAnswered(record)).length).toBe(WITHHELD);
  const unanswered = outcomes.filter((outcome) => outcome.answer === null).map((outcome) => outcome.id);
  const listed = Object.keys(NOT_REPRODUCIBLE);
  expect(unanswered.filter((id) => !listed.includes(id))).toEqual([]);
  expect(listed.filter((id) => !records.some((record) => record.id === id))).toEqual([]);
  expect(listed.length).toBeLessThan(10);
  for (const reason of Object.values(NOT_REPRODUCIBLE)) expect(reason).toMatch(/\w/);
});

test("a step finds what the one before it left, but where the recorder changed it between them", () => {
  // It wrote PTEs that a step was to find, cleared some that it needed empty, and zeroed a granter's entry.
  expect(outcomes.filter((outcome) => outcome.adjusted).map((outcome) => outcome.id)).toEqual([
    "unmap.wrong_host_va_other_frame",
    "map.over_nonpresent_garbage",
    "map.pte_over_nonpresent_garbage",
    "map.host_va_over_present",
    "map.pte_over_present",
    "map.rw_of_readonly_grant_while_ro_mapped",
    "multi2.unmap2_after_guest_restores_pte",
    "urep.wrong_handle",
    "urep.ok_new_present",
    "urep2.map",
    "urep4.contains_pte_handle",
    "urep7.map",
    "urep7.host_addr_zero",
    "ptewrite.unmap2",
    "foreign.urep",
    "foreign.urep2.map_a",
    "foreign.revoke.unmap",
    "unmap.wrong_host_va_other_frame@debug",
    "map.rw_of_readonly_grant_while_ro_mapped@debug",
    "urep.wrong_handle@debug",
  ]);
});

test("a record is answered the same whether its answer is there or withheld", () => {
  expect(replay(records.map(withhold))).toEqual(outcomes);
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
        minLength: records.length,
        maxLength: records.length,
      }),
      (chances) => {
        const some = records.map((record, i) => (chances[i]! < 0.3 ? withhold(record) : record));
        expect(replay(some)).toEqual(outcomes);
      },
    ),
    { numRuns: 8, seed: 1, endOnFailure: true },
  );
});

test("a withheld record looks as the recording's own do", () => {
  const fields = (record: XenRecord): string =>
    Object.keys(record)
      .filter((key) => !["cmd", "count", "boot"].includes(key))
      .sort()
      .join();
  const own = new Set(records.filter((record) => !isAnswered(record)).map(fields));
  const ours = new Set(records.filter(isAnswered).map(withhold).map(fields));
  expect(ours).toEqual(own);
  for (const record of records.filter((one) => !isAnswered(one))) expect(withhold(record)).toEqual(record);
});
