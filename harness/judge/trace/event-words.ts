// SPDX-License-Identifier: GPL-2.0-only
import { returnName } from "../../abi/return-name.ts";
import { many } from "../../base/many.ts";
import { framesOf } from "../../guest/stack.ts";
import { GNTMAP } from "../../hypervisor/constants.ts";
import { gntstName } from "../../hypervisor/gntst-name.ts";
import type { TraceEvent } from "../../machine/trace.ts";
import { hex, type Maddr, maddr } from "../../machine/units.ts";
import type { Scenario } from "../../scenario/scenario-schema.ts";
import type { RunRecord } from "../../subject/run/run-record.ts";
import { kindOf } from "../../subject/step-kinds.ts";
import type { SideUnderTest } from "../side-under-test.ts";
import { entryName, frameName, mapFlags, pteName } from "./describe.ts";
import { eventText } from "./event-key.ts";
import type { NotedAllocation } from "./note-allocations.ts";

/** What is needed to tell of a run's events. */
export interface ToldRun {
  readonly record: RunRecord;
  readonly scenario: Scenario;
  readonly side: SideUnderTest;
  /** By the index of the `alloc` event. */
  readonly allocations: ReadonlyMap<number, NotedAllocation>;
  /** The `alloc` event of what each `free` event frees, by index. */
  readonly freed: ReadonlyMap<number, number>;
}

/**
 * An event as a person reads it: sizes, what is allocated and freed by the source's own names, and which of the kernel's
 * functions touched a process's memory. eventText is what runs are compared by.
 *
 * @param index of the event
 */
export function eventWords(run: ToldRun, index: number): string {
  const { record } = run;
  const event = record.events[index]!;
  const planned = record.forced.has(index) ? " (the planned fault)" : "";
  return `${wordsOf(run, event, index)}${planned}`;
}

function wordsOf(run: ToldRun, event: TraceEvent, index: number): string {
  switch (event.kind) {
    case "alloc":
      return allocWords(event, run.allocations.get(index));
    case "free":
      return freeWords(event, run.allocations.get(run.freed.get(index) ?? -1));
    case "access":
      return event.view === "user" ? userAccessWords(run, event, index) : eventText(run.record, event);
    case "result":
      return resultWords(run, event.value, index);
    case "grant-op":
      return grantOpWords(run, event);
    case "pte-write": {
      const value = `${pteName(event.oldLo, event.oldHi)} -> ${pteName(event.newLo, event.newHi)}`;
      return `${pteAt(run, event.maddr)}: ${value} (${event.by})`;
    }
    case "pte-refused": {
      const value = pteName(event.newLo, event.newHi);
      return `${pteAt(run, event.maddr)}: ${value} refused, ${event.reason} (${event.by})`;
    }
    case "rule":
      return `broken rule ${event.rule}: ${event.text}`;
    default:
      return eventText(run.record, event);
  }
}

/** `user PTE of 0x7f0000100000`. */
const pteAt = ({ record }: ToldRun, at: Maddr): string => entryName(record, at).replace(/ entry\b/, " PTE");

/** The outcome first: what is mapped where is long. */
function grantOpWords(run: ToldRun, event: TraceEvent & { kind: "grant-op" }): string {
  const { op, input, status } = event;
  if (!/^(?:un)?map/.test(op)) return eventText(run.record, event);
  const isMap = op.startsWith("map");
  const flags = input.flags ?? 0;
  const host = input.host_addr ?? 0;
  const isPte = isMap ? (flags & GNTMAP.contains_pte) !== 0 : run.record.describePte(maddr(host)).va !== -1;
  const where = host !== 0 && isPte ? pteAt(run, maddr(host)) : hex(host);
  const what = isMap ? `(dom ${input.dom}, ref ${input.ref})` : "";
  const how = isMap ? `, ${mapFlags(flags)}` : "";
  return `GNTTABOP_${op}${what} = ${gntstName(status)}, at ${where}${how}`;
}

function allocWords({ by, bytes, lin }: TraceEvent & { kind: "alloc" }, noted?: NotedAllocation): string {
  const what = `${by}${/page/.test(by) ? "" : `(${bytes})`}`;
  const name = noted === undefined || noted.name === "" ? "" : `: ${noted.name}`;
  const end = lin === 0 ? " fails" : noted?.isLeft === true ? ", never freed" : "";
  return `${what}${name}${end}`;
}

function freeWords({ by, ok }: TraceEvent & { kind: "free" }, noted?: NotedAllocation): string {
  if (!ok) return `${by} of what is not allocated`;
  if (noted === undefined) return by;
  return `${by} of ${noted.name === "" ? "" : `${noted.name}, `}${many(noted.bytes, "byte")}`;
}

/** The kernel's functions for a process's memory (csrc/kernel/mm/uaccess.c), by the name that drivers call them. */
const UACCESS = /(?:^|_)((?:copy_from|copy_to|clear|get|put)_user)$/;

function userAccessWords({ record, side }: ToldRun, event: TraceEvent & { kind: "access" }, index: number) {
  const frames = framesOf(record.stacks[index] ?? "", side.lines);
  const [name] = frames.flatMap((frame) => UACCESS.exec(frame.function)?.[1] ?? []).slice(-1);
  const reads = event.write ? "writes to" : "reads";
  const who = frames.length === 0 ? `the process ${reads}` : `the kernel ${reads} the process's`;
  const frame = event.mfn === -1 ? "page fault" : frameName(event.mfn);
  const stale = event.stale ? " (stale TLB entry)" : "";
  return `${name === undefined ? `${who} ` : `${name} at `}${hex(event.va)}: ${frame}${stale}`;
}

/** What a result stands for, as the definition of its step has it. */
const RESULT = /(?:^|; )the result is (.*?)(?:, or the error)?$/;

function resultWords({ record, scenario }: ToldRun, value: number, index: number): string {
  const outcome = record.outcomes.findLast(({ firstEvent }) => firstEvent <= index);
  const step = outcome === undefined ? undefined : scenario.steps[outcome.step];
  if (step === undefined) return `returns ${returnName(value)}`;
  const { isToBeRefused, tellsFailure, does } = kindOf(step);
  const [, what] = RESULT.exec(does) ?? [];
  const meaning = what === undefined ? "" : ` (${what})`;
  if (isToBeRefused?.(step) === true)
    return `returns ${returnName(value)}, ${value < 0 ? "refused as it must be" : "and is not refused"}`;
  if (value < 0) return `fails with ${returnName(value)}`;
  if (tellsFailure?.(value) === true) return `returns ${value}, which tells of a failure${meaning}`;
  return `returns ${returnName(value)}${meaning}`;
}
