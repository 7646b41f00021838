// SPDX-License-Identifier: GPL-2.0-only
import type { TraceEvent } from "../../machine/trace.ts";
import type { Maddr } from "../../machine/units.ts";
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
  // a granted page has several names: its own number, the kernel's and the process's addresses of it
  for (const names of pagesIn(record))
    if (names.some((name) => found.has(name))) for (const name of names) found.add(name);
  return found;
}

const pages = new WeakMap<RunRecord, readonly (readonly string[])[]>();

/** The names of each page that was looked at: a record is asked for many violations. */
function pagesIn(record: RunRecord): readonly (readonly string[])[] {
  const known = pages.get(record) ?? record.probes.map((probe) => namesOf(record, probe));
  pages.set(record, known);
  return known;
}

const namesOf = (record: RunRecord, { map, page, pfn, kernelPte, userPte }: PageProbe): string[] => [
  `${map} page ${page}`,
  `pfn ${pfn}`,
  ...(kernelPte === -1 ? [] : [addressAt(record, kernelPte)]),
  ...(userPte === -1 ? [] : [addressAt(record, userPte)]),
];

function namedIn(record: RunRecord, { event, key }: Violation): ReadonlySet<string> {
  const found = new Set<string>([key.replace(/ step \d+$/, "")]);
  const cause = record.events[event];
  if (cause !== undefined) for (const one of ofEvent(record, cause)) found.add(one);
  const [, pfn] = /\bpfn (\d+)/.exec(key) ?? [];
  if (pfn !== undefined) for (const one of ofPage(record, Number(pfn))) found.add(one);
  return found;
}

function ofEvent(record: RunRecord, event: TraceEvent): string[] {
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
        const objects = ofEvent(record, before);
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
