// SPDX-License-Identifier: GPL-2.0-only
import type { TraceEvent } from "../../machine/trace.ts";
import type { Maddr, Pfn } from "../../machine/units.ts";
import type { PageProbe, RunRecord } from "../../scenario/run-record.ts";
import type { Violation } from "../violation.ts";

/** GNTMAP_contains_pte (public grant-table header): host_addr is the machine address of an entry. */
const CONTAINS_PTE = 16;

/**
 * What a violation is about, in words that both sides share: pages, addresses that entries map, grants. Two violations that
 * share one are about the same thing.
 */
export function objectsOf(record: RunRecord, violation: Violation): ReadonlySet<string> {
  const found = new Set(namedIn(record, violation));
  const { names, numbers, pages } = namesIn(record);
  const isFound = new Uint8Array(names.length);
  for (const name of found) {
    const number = numbers.get(name);
    if (number !== undefined) isFound[number] = 1;
  }
  // a granted page has several names: its own number, the kernel's and the process's addresses of it
  for (const page of pages)
    if (page.some((number) => isFound[number] === 1)) for (const number of page) isFound[number] = 1;
  for (let number = 0; number < names.length; number++) if (isFound[number] === 1) found.add(names[number]!);
  return found;
}

/** The names of all pages that were looked at, and by number those of each look: a record is asked for many violations. */
interface Names {
  readonly names: readonly string[];
  readonly numbers: ReadonlyMap<string, number>;
  readonly pages: readonly (readonly number[])[];
}

const known = new WeakMap<RunRecord, Names>();

function namesIn(record: RunRecord): Names {
  const made = known.get(record) ?? numbered(record);
  known.set(record, made);
  return made;
}

function numbered(record: RunRecord): Names {
  const numbers = new Map<string, number>();
  const numberOf = (name: string): number => {
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return number;
  };
  // a page mostly looks as it did in the step before
  const last = new Map<Pfn, { readonly probe: PageProbe; readonly page: readonly number[] }>();
  const pages = record.probes.map((probe) => {
    const before = last.get(probe.pfn);
    if (before !== undefined && isNamedAlike(before.probe, probe)) return before.page;
    const page = namesOf(record, probe).map(numberOf);
    last.set(probe.pfn, { probe, page });
    return page;
  });
  return { names: [...numbers.keys()], numbers, pages };
}

const isNamedAlike = (one: PageProbe, other: PageProbe): boolean =>
  one.map === other.map &&
  one.page === other.page &&
  one.kernelPte === other.kernelPte &&
  one.userPte === other.userPte;

const namesOf = (record: RunRecord, { map, page, pfn, kernelPte, userPte }: PageProbe): string[] => [
  `${map} page ${page}`,
  `pfn ${pfn}`,
  ...(kernelPte === -1 ? [] : [addressAt(record, kernelPte)]),
  ...(userPte === -1 ? [] : [addressAt(record, userPte)]),
];

function namedIn(record: RunRecord, { event, key }: Violation): ReadonlySet<string> {
  const found = new Set<string>([key.replace(/ step \d+$/, "")]);
  const cause = record.events[event];
  if (cause !== undefined) for (const one of objectsOfEvent(record, cause)) found.add(one);
  const [, pfn] = /\bpfn (\d+)/.exec(key) ?? [];
  if (pfn !== undefined) for (const one of ofPage(record, Number(pfn))) found.add(one);
  return found;
}

/** What an event is about, in the same words. */
export function objectsOfEvent(record: RunRecord, event: TraceEvent): string[] {
  switch (event.kind) {
    case "p2m":
      return ofPage(record, event.pfn);
    case "rule":
      return event.pfn === undefined ? [] : ofPage(record, event.pfn);
    case "pte-write":
    case "pte-refused":
    case "implicit-unmap":
      return [addressAt(record, event.maddr)];
    case "grant-op": {
      const { host_addr: host, flags = 0, dom, ref } = event.input;
      const grant = dom === undefined ? [] : [`grant ${dom}:${ref}`];
      if (host === undefined || host === 0) return grant;
      return [...grant, (flags & CONTAINS_PTE) === 0 ? `address ${host}` : addressAt(record, host as Maddr)];
    }
    case "oops": {
      // what Xen did last before it raised the fault
      for (let at = record.events.indexOf(event) - 1; at >= 0; at--) {
        const before = record.events[at]!;
        if (before.kind === "step" || before.kind === "oops") return [];
        const objects = objectsOfEvent(record, before);
        if (objects.length > 0) return objects;
      }
      return [];
    }
    default:
      return [];
  }
}

const addressAt = (record: RunRecord, at: Maddr): string => `address ${record.describePte(at).va}`;

function ofPage(record: RunRecord, page: number): string[] {
  const change = record.changes.find(({ pfn }) => pfn === page);
  const address =
    change === undefined || change.kernelPte === -1 ? [] : [addressAt(record, change.kernelPte)];
  return [`pfn ${page}`, ...address];
}
