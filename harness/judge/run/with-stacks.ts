// SPDX-License-Identifier: GPL-2.0-only
import type { TraceEvent } from "../../machine/trace.ts";
import { runScenario } from "../../scenario/run-scenario.ts";
import type { Scenario } from "../../scenario/scenario-schema.ts";
import type { RunRecord } from "../../subject/run/run-record.ts";
import { eventText } from "../trace/event-key.ts";
import type { Judged } from "./judged.ts";
import { RunsDiffer } from "./runs-differ.ts";

/**
 * Runs once more, with C stacks: runs are deterministic, so the stacks of the second belong to the events of the first.
 *
 * @param wanted indices of the events whose stack is wanted
 * @param aside those whose stack nothing is judged by
 * @throws RunsDiffer if the second run is not as the first was
 */
export function withStacks(
  scenario: Scenario,
  judged: Judged,
  wanted: ReadonlySet<number>,
  aside: ReadonlySet<number> = new Set(),
): Judged {
  const stacks = aside.size === 0 ? wanted : new Set([...wanted, ...aside]);
  if (stacks.size === 0) return judged;
  const { events, death } = judged.record;
  const isLock = (event: TraceEvent | undefined): boolean =>
    event?.kind === "rule" && (event.rule === "lock-balance" || event.rule === "irq-balance");
  const lockStacks = [...stacks].some((index) => isLock(events[index]));
  const again = (probes: boolean): RunRecord =>
    runScenario(judged.text.guest, scenario, { stacks, probes, lockStacks });
  const differs = (record: RunRecord): boolean =>
    [...stacks].some((index) => record.events[index]?.kind !== events[index]?.kind);
  // probes only read; but a kernel that died may have died of one, and one that reads what it never set may read what
  // the probes left behind
  let second = again(death !== null);
  if (death === null && differs(second)) second = again(true);
  if (differs(second)) throw new RunsDiffer(howTheyDiffer(judged, second, stacks));
  const of = (indices: ReadonlySet<number>): readonly string[] =>
    stacks === indices ? second.stacks : second.stacks.map((text, i) => (indices.has(i) ? text : ""));
  const record = { ...judged.record, stacks: of(wanted) };
  return { ...judged, record, ...(aside.size === 0 ? {} : { aside: of(aside) }) };
}

/** The first event that is another one in the second run. */
function howTheyDiffer({ record, text }: Judged, second: RunRecord, stacks: ReadonlySet<number>): string {
  const said = (run: RunRecord, index: number): string => {
    const event = run.events[index];
    return event === undefined ? "nothing" : eventText(run, event);
  };
  const own = record.events.findIndex((_, i) => said(record, i) !== said(second, i));
  const index = own === -1 ? Math.min(...stacks) : own;
  const both = `"${said(record, index)}" first, "${said(second, index)}" then`;
  return `runs differently the second time: ${both} (${text.side} side)`;
}
