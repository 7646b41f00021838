// SPDX-License-Identifier: GPL-2.0-only
import type { Guest } from "../../guest/guest.ts";
import type { TraceEvent } from "../../machine/trace.ts";
import { runScenario } from "../../scenario/run-scenario.ts";
import type { Scenario } from "../../scenario/scenario-schema.ts";
import { kindOf } from "../../subject/step-kinds.ts";
import type { CallCost } from "./cost-count.ts";

/** What is counted beside events: all of it grows for as long as a guest lives. */
interface Meter {
  readonly hypercalls: number;
  readonly locks: number;
  readonly irqsOff: number;
  readonly work: number;
  readonly events: number;
}

const read = ({ loaded, locks, trace }: Guest): Meter => ({
  hypercalls: loaded.hypercallsOfAllRuns,
  locks: locks.taken,
  irqsOff: locks.timesIrqsOff,
  work: loaded.ownWorkOfAllRuns,
  events: trace.events.length,
});

/**
 * Runs a scenario, and counts what each of its steps costs.
 *
 * @returns by step, up to the first that fails: what comes after it is another story
 */
export function countCalls(guest: Guest, scenario: Scenario): readonly CallCost[] {
  const meters: { readonly from: Meter; to: Meter | null }[] = [];
  const onStep = (step: number, isDone: boolean): void => {
    if (isDone) meters[step]!.to = read(guest);
    else meters[step] = { from: read(guest), to: null };
  };
  const record = runScenario(guest, scenario, { stacks: "none", probes: false, onStep });
  const costs: CallCost[] = [];
  for (const { step, value } of record.outcomes) {
    const tells = kindOf(scenario.steps[step]!).tellsFailure;
    const { from, to } = meters[step]!;
    if (to === null || (value !== null && (value < 0 || tells?.(value) === true))) break;
    costs.push(costOf(from, to, record.events.slice(from.events, to.events)));
  }
  return costs;
}

function costOf(from: Meter, to: Meter, events: readonly TraceEvent[]): CallCost {
  const cost = {
    hypercalls: to.hypercalls - from.hypercalls,
    "hypercall-ops": 0,
    "page-table-writes": 0,
    "tlb-flushes": 0,
    allocations: 0,
    "allocated-bytes": 0,
    locks: to.locks - from.locks,
    "irqs-off": to.irqsOff - from.irqsOff,
    work: to.work - from.work,
  };
  for (const event of events) {
    // the calls in a multicall have events of their own
    if (event.kind === "hypercall" && event.call !== "multicall") cost["hypercall-ops"] += event.count;
    else if (event.kind === "pte-write") cost["page-table-writes"]++;
    else if (event.kind === "tlb-flush") cost["tlb-flushes"]++;
    else if (event.kind === "alloc" && event.lin !== 0) {
      cost.allocations++;
      cost["allocated-bytes"] += event.bytes;
    }
  }
  return cost;
}
