// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from "vitest";
import { loadRecords } from "./record.ts";
import { type Outcome, replayGroup } from "./replay.ts";

/** Answered records of the recording that the emulation agrees with. Raise it when it grows; never lower it. */
const AGREEING = 480;

const replayAll = (): Outcome[] => {
  const records = loadRecords();
  const groups = [...new Set(records.map((r) => r.group))];
  return groups.flatMap((group) => {
    const own = records.filter((r) => r.group === group);
    const release = own.filter((r) => !r.id.includes("@"));
    const debug = own.filter((r) => r.id.endsWith("@debug"));
    return [...replayGroup(release, null), ...(debug.length > 0 ? replayGroup(release, debug) : [])];
  });
};

test("the emulated hypervisor answers as the recorded Xen did", () => {
  const outcomes = replayAll();
  const agreeing = outcomes.filter((o) => o.verdict === "agrees").length;
  const others = outcomes.filter((o) => o.verdict === "disagrees" || o.verdict === "unasked");
  const list = others.map((o) => `${o.verdict} ${o.id}: ${o.differences.join("; ")}`).join("\n");
  expect(agreeing, `answers that do not agree:\n${list}`).toBeGreaterThanOrEqual(AGREEING);
});
