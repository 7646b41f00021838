// SPDX-License-Identifier: GPL-2.0-only
import type { Scenario } from "../../scenario/scenario-schema.ts";
import { stepOf } from "../../subject/run/find-event.ts";
import type { RunRecord } from "../../subject/run/run-record.ts";
import type { Judged, JudgedPair } from "../run/judged.ts";
import { type AlignedRow, alignTraces } from "../trace/align-traces.ts";
import { eventSort } from "../trace/event-key.ts";
import type { Finding } from "../verdict/finding.ts";

/** An event that only one side has, and how many more of its sort there are. */
export interface Difference {
  readonly side: "before" | "after";
  readonly index: number;
  readonly sort: string;
  readonly times: number;
}

/** Sorts of events that are told of one scenario; of the bundled patch, none has more than 29. */
const MOST_SORTS = 40;

/** All that are left out. */
const FURTHER = "events of further kinds";

/**
 * What comes after the step in which the kernel of one side stopped, the other side alone can have: that says no more than that it
 * stopped.
 *
 * @returns the first event of each sort that one side has alone
 */
export function findDifferences({ before, after }: JudgedPair): Difference[] {
  const found = new Map<string, Difference>();
  const last = Math.min(...[before, after].map(({ record }) => lastStep(record)));
  for (const row of alignTraces(before.texts, after.texts)) {
    const alone = onlyIn(row);
    if (alone === null) continue;
    const { record } = alone.side === "before" ? before : after;
    if (stepOf(record, alone.index) > last) continue;
    const own = eventSort(record, record.events[alone.index]!);
    // a kernel that says or does something else each time would have as many sorts as events
    const sort = found.size < MOST_SORTS || found.has(`${alone.side} ${own}`) ? own : FURTHER;
    const key = `${alone.side} ${sort}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, { ...alone, sort, times: 1 });
    else found.set(key, { ...known, times: known.times + 1 });
  }
  return [...found.values()];
}

const lastStep = ({ deathStep }: RunRecord): number =>
  deathStep === -1 ? Number.POSITIVE_INFINITY : deathStep;

function onlyIn({ before, after }: AlignedRow): Pick<Difference, "side" | "index"> | null {
  if (before === -1) return { side: "after", index: after };
  return after === -1 ? { side: "before", index: before } : null;
}

/** What happens on the way: hypercalls, page-table writes, messages. */
export function compareTraces(
  scenario: Scenario,
  pair: JudgedPair,
  differences: readonly Difference[],
): Finding[] {
  return differences.map(({ side, index, sort, times }): Finding => {
    const judged: Judged = pair[side];
    const { place } = judged.text.stacks.read(judged.record.stacks[index] ?? "");
    const isAdded = side === "after";
    const where = place.function === "" ? "" : ` in ${place.function}`;
    const text = judged.texts[index]!;
    return {
      signature: `trace: ${isAdded ? "added" : "removed"}: ${sort}${where}`,
      subject: sort,
      invariant: "trace",
      class: "changed",
      scenario: scenario.id,
      step: stepOf(judged.record, index) + 1,
      place,
      before: isAdded ? "" : text,
      after: isAdded ? text : "",
      expected: "",
      unreached: false,
      stacks: [],
      message: `${isAdded ? "only after" : "only before"}: ${text}`,
      times,
    };
  });
}
