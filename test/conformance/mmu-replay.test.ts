// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compare } from "./compare.ts";
import { loadRecords } from "./load-records.ts";
import { MMU_RECORDING } from "./recording.ts";
import { replay } from "./replay.ts";
import { withhold } from "./withhold.ts";

/** Answered and withheld records of the recording. */
const ANSWERED = 3943;
const WITHHELD = 928;

/** By architecture, ids of what is not answered as recorded yet: the list may only shrink. */
const OPEN = JSON.parse(readFileSync(new URL("open.json", import.meta.url), "utf8")) as Record<
  string,
  readonly string[]
>;
const open = new Set(Object.entries(OPEN).flatMap(([arch, ids]) => ids.map((id) => `${arch} ${id}`)));

const records = loadRecords(MMU_RECORDING);
const outcomes = replay(records);

test("the emulated hypervisor answers as Xen 4.17 did at both widths, but for what is listed as open", () => {
  const wrong: string[] = [];
  const agreeing: string[] = [];
  records.forEach((record, i) => {
    if (record.withheld === true) return;
    const { answer } = outcomes[i]!;
    const key = `${record.arch} ${record.id}`;
    const differences = answer === null ? ["not asked"] : compare(record, answer);
    for (const part of ["output", "effect"] as const)
      for (const field of Object.keys(answer?.[part] ?? {}))
        if (!(field in (record[part] ?? {}))) differences.push(`${part}.${field} is not in the record`);
    if (differences.length === 0) agreeing.push(key);
    else if (!open.has(key)) wrong.push(`${key}: ${differences.join("; ")}`);
  });
  expect(wrong).toEqual([]);
  // What agrees now comes off the list.
  expect(agreeing.filter((key) => open.has(key))).toEqual([]);
  expect(agreeing.length).toBe(ANSWERED - open.size);
});

test("the recording has its records, one of a name at each width", () => {
  expect(records.filter((record) => record.withheld === true).length).toBe(WITHHELD);
  expect(records.length).toBe(ANSWERED + WITHHELD);
});

test("a record of either width is answered the same whether its answer is there or withheld", () => {
  expect(replay(records.map(withhold))).toEqual(outcomes);
});
