// SPDX-License-Identifier: GPL-2.0-only
import type { Guest } from "../guest/guest.ts";
import { GuestDied, STACK_OVERFLOW } from "../guest/guest-died.ts";
import { captureStack, keepingStacks } from "../guest/stack.ts";
import { type Trace, type TraceEvent, TraceFull } from "../machine/trace.ts";
import type { Pfn } from "../machine/units.ts";
import { exitProcess } from "../subject/common/exit-process.ts";
import { FaultPlan } from "../subject/run/fault-plan.ts";
import { directMapVa, readPageState } from "../subject/run/page-state.ts";
import { probePages } from "../subject/run/probe-pages.ts";
import type {
  LiveAllocation,
  PageChange,
  PageProbe,
  PageState,
  RunRecord,
  StepOutcome,
} from "../subject/run/run-record.ts";
import { RunState } from "../subject/run/run-state.ts";
import { ScenarioError } from "../subject/run/scenario-error.ts";
import { kindOf } from "../subject/step-kinds.ts";
import { SUBJECTS } from "../subject/subjects.ts";
import { bootStacks } from "./boot-stacks.ts";
import { bootStates } from "./boot-states.ts";
import { runStep } from "./run-step.ts";
import type { Scenario } from "./scenario-schema.ts";

/** How a run is to be recorded. */
export interface RunOptions {
  /**
   * Capture a C stack with these events (by index), or with all of them. A run for certain events ends with the step
   * that has the last of them: its record has their stacks, and nothing of what is looked at in the end.
   */
  readonly stacks: ReadonlySet<number> | "all" | "none";
  /** Look at granted pages after each step. */
  readonly probes: boolean;
  /** Capture where locks are taken as well, which is slow. */
  readonly lockStacks?: boolean;
  /** Told of each use of a point that can be made to fail: the step's index, and the point's name. */
  readonly onUse?: (step: number, point: string) => void;
  /** Told right before a step is carried out, and right after it. */
  readonly onStep?: (step: number, isDone: boolean) => void;
}

/**
 * Runs a scenario on a freshly reset guest, and tears down what it leaves: processes exit, files close, unused kmaps
 * are flushed, as sooner or later happens in a kernel.
 *
 * @throws ScenarioError if a step of a scenario that is not of the catalogue cannot be meant (an unknown name, a page that
 * does not exist)
 */
export function runScenario(guest: Guest, scenario: Scenario, options: RunOptions): RunRecord {
  if (options.stacks === "none") return run(guest, scenario, options);
  return keepingStacks(() => run(guest, scenario, options));
}

function run(guest: Guest, scenario: Scenario, options: RunOptions): RunRecord {
  const { trace } = guest;
  guest.reset();
  const boot = bootStates(guest);
  if (scenario.machine.balloon !== undefined) guest.orderBalloon(scenario.machine.balloon);
  if (options.stacks !== "none") trace.captureStack = captureStack;
  guest.locks.keepStacks = options.lockStacks === true;
  trace.wanted = typeof options.stacks === "string" ? null : options.stacks;
  let current = 0;
  const { onUse } = options;
  const faults = new FaultPlan(guest, onUse === undefined ? null : (point) => onUse(current, point));
  const state = new RunState(scenario.id, guest, faults);
  const outcomes: StepOutcome[] = [];
  const probes: PageProbe[] = [];
  // a kernel may die of being read at the end: who asks for the stacks of that reads as well
  const isRead = options.probes || typeof options.stacks === "string";
  tellOfBoot(guest, options);
  if (guest.bootDeath !== null) return finish(state, boot, outcomes, probes, guest.bootDeath, 0, false);
  try {
    for (; current < scenario.steps.length; current++) {
      const firstEvent = trace.events.length;
      trace.emit({ kind: "step", step: current });
      state.step = current;
      const callsBefore = guest.calls;
      options.onStep?.(current, false);
      const { value, missing } = runStep(state, scenario.steps[current]!);
      options.onStep?.(current, true);
      if (value !== null) trace.emit({ kind: "result", value });
      const { isSystemCall, tellsFailure, isToBeRefused } = kindOf(scenario.steps[current]!);
      const isTold = value !== null && tellsFailure?.(value) === true;
      outcomes.push({
        ...{ step: current, firstEvent, value },
        ...(missing === null ? {} : { missing }),
        ...(isSystemCall === true ? { isSystemCall } : {}),
        ...(isTold ? { isTold } : {}),
        ...(isToBeRefused?.(scenario.steps[current]!) === true ? { isToBeRefused: true } : {}),
      });
      if (trace.hasAllWanted) return finish(state, boot, outcomes, probes, null, -1, isRead);
      if (guest.calls > callsBefore) noteNullWrite(guest);
      look(state, current);
      if (!kernelActed(trace.events, firstEvent)) continue;
      if (options.probes) probePages(state, current, probes);
    }
    trace.emit({ kind: "step", step: current });
    tearDown(state);
    look(state, current);
    noteNullWrite(guest);
    guest.heap.checkAll();
    // a kernel that stops has said what there is to say
    if (guest.heap.isUsedUp) throw new GuestDied("unmodelled", "more memory than a module has room for");
    return finish(state, boot, outcomes, probes, null, -1, isRead);
  } catch (error) {
    const died = error instanceof GuestDied ? error : endedBeside(error, scenario, trace);
    if (died !== null) return finish(state, boot, outcomes, probes, died, current, isRead);
    if (error instanceof ScenarioError) {
      throw new ScenarioError(error.where, `step ${current + 1}: ${error.message}`);
    }
    throw error;
  } finally {
    trace.captureStack = null;
    guest.locks.keepStacks = false;
  }
}

/** @returns what ends a run outside of the kernel's own code, and is its fault; null if it is not */
function endedBeside(error: unknown, { isTried }: Scenario, trace: Trace): GuestDied | null {
  const died =
    error instanceof TraceFull
      ? new GuestDied("hang", `what the kernel left has no end: ${error.message}`)
      : error instanceof ScenarioError && isTried === true
        ? new GuestDied("oops", `the kernel left nothing to go on with: ${error.message}`)
        : null;
  if (died !== null) trace.emit({ kind: "oops", text: died.message });
  return died;
}

const OBSERVATIONS = SUBJECTS.flatMap(({ observations }) => observations);

function look(run: RunState, step: number): void {
  for (const one of OBSERVATIONS) one.look?.(run, step);
}

const observed = (run: RunState, steps: number): RunRecord["observed"] =>
  new Map(OBSERVATIONS.map((one) => [one.name, one.end(run, steps)]));

/** What went wrong before the first step went wrong in this run as well. */
function tellOfBoot(guest: Guest, { stacks }: RunOptions): void {
  const { trace, bootEvents } = guest;
  if (bootEvents.length === 0) return;
  const theirs = stacks === "none" ? [] : bootStacks(guest);
  for (const [i, event] of bootEvents.entries()) {
    trace.emit(event);
    if (trace.stacks[i] !== undefined) trace.stacks[i] = theirs[i] ?? "";
  }
}

/** True if a step did more than touch memory: only then can a page look different. */
function kernelActed(events: readonly TraceEvent[], from: number): boolean {
  for (let i = from; i < events.length; i++) {
    const { kind } = events[i]!;
    if (kind !== "step" && kind !== "result" && kind !== "access") return true;
  }
  return false;
}

function noteNullWrite(guest: Guest): void {
  // an instrumented module tells where it happens
  if (guest.build.flavour !== "plain" || !guest.nullPageWritten()) return;
  guest.clearNullPage();
  guest.trace.emit({
    kind: "rule",
    rule: "null-dereference",
    text: "write through a null pointer",
    late: true,
  });
}

function tearDown(run: RunState): void {
  for (const process of run.processes.values()) if (!process.exited) exitProcess(run, process);
  // work that was put off comes to run, once nobody is left who could hold it up
  if (run.guest.has("hb_run_works")) run.guest.call("hb_run_works");
  if (hasKmapped(run)) run.guest.call("hb_kmap_flush");
}

/** True if there may be anything for the flush to find: it looks at each of 512 entries, and most runs use none. */
function hasKmapped({ kmapped, faults, guest }: RunState): boolean {
  const { machine, trace } = guest;
  return (
    kmapped ||
    faults.forced.size > 0 ||
    trace.events.some(
      (event) =>
        (event.kind === "pte-write" || event.kind === "pte-refused") &&
        machine.describePte(event.maddr).area === "pkmap",
    )
  );
}

function finish(
  run: RunState,
  boot: ReadonlyMap<Pfn, PageState>,
  outcomes: readonly StepOutcome[],
  probes: readonly PageProbe[],
  died: GuestDied | null,
  deathStep: number,
  isRead: boolean,
): RunRecord {
  const { guest, faults } = run;
  const { events, stacks } = guest.trace;
  if (!isRead) guest.trace.captureStack = null;
  if (died?.death === "oops" && died.message === STACK_OVERFLOW) dropOverflow(events, stacks);
  // what is read now is not part of the run
  const ended = events.length;
  const alive = died === null && isRead;
  const record: RunRecord = {
    events,
    stacks,
    outcomes,
    probes,
    boot,
    changes: alive ? changesOf(run, boot) : [],
    liveHandles: alive ? guest.hypervisor.liveHandles() : [],
    liveAllocations: alive ? liveAllocations(guest) : [],
    livePages: alive ? [...guest.balloon.kept].map(([page, event]) => ({ pfn: page, event })) : [],
    observed: alive ? observed(run, outcomes.length) : new Map(),
    lazyDepth: lazyDepth(events),
    forced: faults.forced,
    faults: faults.planned(),
    views: run.views,
    callersArguments: SUBJECTS.flatMap((one) => one.callersArguments?.(run) ?? []),
    death: died?.death ?? null,
    deathStep,
    deathText: died?.message ?? "",
    m2p: (frame) => guest.machine.m2p(frame),
    describePte: (at) => guest.machine.describePte(at),
  };
  events.length = ended;
  stacks.length = Math.min(stacks.length, ended);
  return record;
}

/** How deep a stack goes before it overflows is the engine's affair: what happened on the way there does not count. */
function dropOverflow(events: TraceEvent[], stacks: string[]): void {
  const step = events.findLastIndex(({ kind }) => kind === "step");
  const oops = events.at(-1);
  const stack = stacks[events.length - 1];
  events.length = step + 1;
  stacks.length = Math.min(stacks.length, step + 1);
  if (oops !== undefined) events.push(oops);
  if (stack !== undefined) stacks[step + 1] = stack;
}

function lazyDepth(events: readonly TraceEvent[]): number {
  let depth = 0;
  for (const event of events) if (event.kind === "lazy-mmu") depth += event.entered ? 1 : -1;
  return depth;
}

function liveAllocations(guest: Guest): LiveAllocation[] {
  const live: LiveAllocation[] = [];
  for (const { live: isLive, kept, at, bytes, event } of guest.heap.allocations) {
    if (isLive && !kept) live.push({ lin: at, bytes, event });
  }
  return live;
}

function changesOf(run: RunState, boot: ReadonlyMap<Pfn, PageState>): PageChange[] {
  const { guest } = run;
  return [...run.used]
    .sort((a, b) => a - b)
    .map((page) => {
      const pte = guest.isHighmem(page) ? 0 : guest.machine.kernelPte(directMapVa(guest, page));
      const after = readPageState(guest, page);
      return {
        pfn: page,
        kernelPte: pte === 0 ? -1 : guest.machine.maddrOfLin(pte),
        before: boot.get(page) ?? after,
        after,
      };
    });
}
