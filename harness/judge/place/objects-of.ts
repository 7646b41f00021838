// SPDX-License-Identifier: GPL-2.0-only
import { GNTMAP } from "../../hypervisor/constants.ts";
import type { TraceEvent } from "../../machine/trace.ts";
import type { Maddr, Pfn } from "../../machine/units.ts";
import type { Violation } from "../../subject/invariant.ts";
import type { PageProbe, RunRecord } from "../../subject/run/run-record.ts";

/**
 * What a violation is about, in words that both sides share: pages, addresses that entries map, grants. Two violations that
 * share one are about the same thing.
 */
export function objectsOf(record: RunRecord, violation: Violation): ReadonlySet<string> {
  const found = new Set(namedIn(record, violation));
  const groups = groupsIn(record);
  // a granted page has several names: its own number, the kernel's and the process's addresses of it
  for (const looks of new Set([...found].map((name) => groups.get(name) ?? [])))
    for (const names of looks)
      if (names.some((name) => found.has(name))) for (const name of names) found.add(name);
  return found;
}

/** The names of a page at each look at it, in order. */
type Looks = (readonly string[])[];

/** By name, the looks at all pages that ever shared a name with it, or with one that did: others add nothing to it. */
type Groups = ReadonlyMap<string, Looks>;

/** A record is asked for many violations. */
const known = new WeakMap<RunRecord, Groups>();

function groupsIn(record: RunRecord): Groups {
  const made = known.get(record) ?? grouped(looksAt(record));
  known.set(record, made);
  return made;
}

function looksAt(record: RunRecord): Looks {
  // a page mostly looks as it did in the step before
  const last = new Map<Pfn, { readonly probe: PageProbe; readonly names: readonly string[] }>();
  return record.probes.map((probe) => {
    const before = last.get(probe.pfn);
    if (before !== undefined && isNamedAlike(before.probe, probe)) return before.names;
    const names = namesOf(record, probe);
    last.set(probe.pfn, { probe, names });
    return names;
  });
}

function grouped(looks: Looks): Groups {
  const parents = new Map<string, string>();
  const groupOf = (name: string): string => {
    let at = name;
    for (let up = parents.get(at); up !== undefined; up = parents.get(at)) at = up;
    return at;
  };
  for (const names of new Set(looks)) {
    const [first] = names;
    for (const name of names) {
      const [one, other] = [groupOf(name), groupOf(first!)];
      if (one !== other) parents.set(one, other);
    }
  }
  const byGroup = new Map<string, Looks>();
  const groups = new Map<string, Looks>();
  for (const names of looks) {
    const group = groupOf(names[0]!);
    const own = byGroup.get(group) ?? [];
    byGroup.set(group, own);
    own.push(names);
    for (const name of names) groups.set(name, own);
  }
  return groups;
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
      return [
        ...grant,
        (flags & GNTMAP.contains_pte) === 0 ? `address ${host}` : addressAt(record, host as Maddr),
      ];
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
