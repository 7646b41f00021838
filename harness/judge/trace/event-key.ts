// SPDX-License-Identifier: GPL-2.0-only

import { returnName } from "../../abi/return-name.ts";
import { many } from "../../base/many.ts";
import { GNTCOPY, GNTMAP } from "../../hypervisor/constants.ts";
import { gntstName } from "../../hypervisor/gntst-name.ts";
import type { TraceEvent } from "../../machine/trace.ts";
import { hex } from "../../machine/units.ts";
import type { RunRecord } from "../../subject/run/run-record.ts";
import { entryName, mapFlags, pteName } from "./describe.ts";
import { withoutValues } from "./without-values.ts";

/**
 * An event in words that are equal exactly if two events mean the same. Left out is what may differ without meaning:
 * linear addresses, sizes of kernel objects, numbers of handles.
 */
export function eventText(record: RunRecord, event: TraceEvent): string {
  switch (event.kind) {
    case "step":
      return `step ${event.step + 1}`;
    case "result":
      return `returns ${returnName(event.value)}`;
    case "hypercall": {
      const count = event.count === 1 ? "" : ` x${event.count}`;
      return `HYPERVISOR_${event.call}(${event.op}${count}) = ${returnName(event.ret)}`;
    }
    case "grant-op":
      return grantOpText(record, event);
    case "pte-write": {
      const value = `${pteName(event.oldLo, event.oldHi)} -> ${pteName(event.newLo, event.newHi)}`;
      return `${event.by}: ${entryName(record, event.maddr)}: ${value}`;
    }
    case "pte-refused": {
      const value = pteName(event.newLo, event.newHi);
      return `${event.by}: ${entryName(record, event.maddr)}: ${value} refused: ${event.reason}`;
    }
    case "implicit-unmap":
      return `implicit unmap: ${entryName(record, event.maddr)} of frame ${hex(event.mfn)}`;
    case "p2m": {
      const value = event.mfn === -1 ? "no frame" : `${hex(event.mfn)}${event.foreign ? " foreign" : ""}`;
      return `p2m: pfn ${hex(event.pfn)}: ${value}${event.identity ? " identity" : ""}`;
    }
    case "access": {
      const where = `${event.view} ${event.write ? "write" : "read"} at ${hex(event.va)}`;
      return `${where}: ${event.mfn === -1 ? "page fault" : `frame ${hex(event.mfn)}`}${event.stale ? " (stale TLB entry)" : ""}`;
    }
    case "tlb-flush":
      return event.va === -1 ? "TLB flush" : `TLB flush of ${hex(event.va)}`;
    case "alloc":
      return `${event.by}${event.lin === 0 ? " fails" : ""}`;
    case "free":
      return event.ok ? event.by : `${event.by} of what is not allocated`;
    case "pages":
      return `${event.by}${event.pfns.map((page) => ` pfn ${hex(page)}`).join("")}`;
    case "page-ref":
      return `references to pfn ${hex(event.pfn)}: ${event.change > 0 ? "+" : ""}${event.change}`;
    case "page-dirty":
      return `pfn ${hex(event.pfn)} is marked dirty`;
    case "evtchn-ref":
      return `event channel ${event.port}: reference ${event.get ? "taken" : "given back"}`;
    case "lazy-mmu":
      return event.entered ? "lazy MMU mode: enter" : "lazy MMU mode: leave";
    case "fault":
      return `${event.point} is made to fail`;
    case "printk":
      return `printk: ${event.text}`;
    case "warn":
      return `WARNING: ${event.text}`;
    case "oops":
      return `kernel stops: ${event.text}`;
    case "rule":
      return `${event.rule}: ${event.text}`;
  }
}

function grantOpText(record: RunRecord, event: Extract<TraceEvent, { kind: "grant-op" }>): string {
  const { input } = event;
  if (event.op === "copy") return copyText(event);
  const isMap = event.op.startsWith("map");
  const host = input.host_addr ?? 0;
  const byEntry = isMap
    ? ((input.flags ?? 0) & GNTMAP.contains_pte) !== 0
    : record.describePte(host as never).va !== -1;
  const where = host === 0 ? "0" : byEntry ? entryName(record, host as never) : hex(host);
  const what = isMap ? ` dom ${input.dom} ref ${input.ref} ${mapFlags(input.flags ?? 0)}` : "";
  return `GNTTABOP_${event.op}${what} at ${where}: ${gntstName(event.status)}`;
}

function copyText({ input, status }: Extract<TraceEvent, { kind: "grant-op" }>): string {
  const flags = input.flags ?? 0;
  const end = (name: "source" | "dest", isRef: boolean): string => {
    const place = `offset ${hex(input[`${name}_offset`] ?? 0)}`;
    if (isRef) return `dom ${input[`${name}_domid`]} ref ${input[name]} ${place}`;
    return `frame ${hex(input[name] ?? 0)} ${place}`;
  };
  const ends = `${end("source", (flags & GNTCOPY.source_gref) !== 0)} to ${end("dest", (flags & GNTCOPY.dest_gref) !== 0)}`;
  return `GNTTABOP_copy of ${many(input.len ?? 0, "byte")}, ${ends}: ${gntstName(status)}`;
}

/** What kind of thing happened, without which page it happened to: groups differences that are of one sort. */
export function eventSort(record: RunRecord, event: TraceEvent): string {
  switch (event.kind) {
    case "hypercall":
      return `HYPERVISOR_${event.call}(${event.op})`;
    case "grant-op":
      return `GNTTABOP_${event.op}: ${gntstName(event.status)}`;
    case "pte-write":
      return `${event.by}: ${record.describePte(event.maddr).area} entry ${(event.newLo & 1) === 0 ? "cleared" : "set"}`;
    case "pte-refused":
      return `${event.by}: ${record.describePte(event.maddr).area} entry refused`;
    case "implicit-unmap":
      return `implicit unmap of a ${record.describePte(event.maddr).area} entry`;
    case "p2m":
      return `p2m: ${event.mfn === -1 ? "no frame" : event.foreign ? "foreign frame" : "own frame"}`;
    case "access":
      return `${event.view} ${event.write ? "write" : "read"}${event.mfn === -1 ? ": page fault" : ""}`;
    case "tlb-flush":
      return event.va === -1 ? "TLB flush" : "TLB flush of one address";
    case "alloc":
      return `${event.by}${event.lin === 0 ? " fails" : ""}`;
    case "pages":
      return event.by;
    case "page-ref":
      return `references to a page: ${event.change > 0 ? "+" : ""}${event.change}`;
    case "page-dirty":
      return "a page is marked dirty";
    case "evtchn-ref":
      return `event channel: reference ${event.get ? "taken" : "given back"}`;
    case "result":
      return "return value";
    case "rule":
      return `${event.rule}: ${event.subject ?? withoutValues(event.text)}`;
    default:
      return eventText(record, event);
  }
}
