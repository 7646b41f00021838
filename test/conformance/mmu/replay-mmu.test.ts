// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from "vitest";
import { compare } from "../compare.ts";
import { loadRecords } from "../load-records.ts";
import { MMU_RECORDING } from "../recording.ts";
import { withhold } from "../withhold.ts";
import { replayMmu } from "./replay-mmu.ts";

/** Records of groups that the replay cannot ask yet: this number only falls. */
const UNASKED = 2343;

const records = loadRecords(MMU_RECORDING);
const outcomes = replayMmu(records);

test("kernels of both widths are answered as the recorded Xen answered them, in every field, and in no other", () => {
  const wrong = records.flatMap((record, i) => {
    const { answer } = outcomes[i]!;
    if (record.withheld === true || answer === null) return [];
    const more = (["output", "effect"] as const).flatMap((part) =>
      Object.keys(answer[part]).filter((field) => !(field in (record[part] ?? {}))),
    );
    const differences = [...compare(record, answer), ...more.map((field) => `${field} is not in the record`)];
    return differences.length === 0 ? [] : [`${record.arch} ${record.id}: ${differences.join("; ")}`];
  });
  expect(wrong).toEqual([]);
});

test("every question of a group that can be asked is answered, but for four looks", () => {
  const groups = new Map<string, Set<boolean>>();
  records.forEach(({ group }, i) => {
    groups.set(group, (groups.get(group) ?? new Set()).add(outcomes[i]!.answer !== null));
  });
  // what an access through a fresh mapping gave is told of four of its records, in a form that is not known
  expect([...groups].filter(([, answered]) => answered.size > 1).map(([group]) => group)).toEqual(["map"]);
  expect(outcomes.filter(({ answer }) => answer === null)).toHaveLength(UNASKED);
});

test("a record is answered the same whether its answer is there or withheld", () => {
  expect(replayMmu(records.map(withhold))).toEqual(outcomes);
});
