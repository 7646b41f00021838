// SPDX-License-Identifier: GPL-2.0-only

import * as v from "valibot";
import { many } from "../../base/many.ts";
import { hi32, lo32, PAGE_SIZE, type Pfn, vaddr } from "../../machine/units.ts";
import { callIoctl, readBuffer } from "../common/call-ioctl.ts";
import { grantWords } from "../grant-words.ts";
import { means } from "../means.ts";
import { namedValue } from "../named-value.ts";
import type { MappedPage } from "../run/mapped-page.ts";
import { ofRun } from "../run/of-run.ts";
import type { OpenFile, RunState } from "../run/run-state.ts";
import { defineStep } from "../step-kind.ts";
import { count, domain, name, offset, own, process, small } from "../step-values.ts";
import { notifiesOf } from "./notifies-of-run.ts";

/*
 * A process with /dev/xen/gntdev maps grants.
 */

/** ioctl numbers: _IOC(_IOC_NONE, 'G', nr, size of the argument) (public header of gntdev). */
const ioctl = (nr: number, size: number): number => (size << 16) | (0x47 << 8) | nr;
const MAP_GRANT_REF = ioctl(0, 24);
const UNMAP_GRANT_REF = ioctl(1, 16);
const GET_OFFSET_FOR_VADDR = ioctl(2, 24);
const SET_UNMAP_NOTIFY = ioctl(7, 16);

/** A grant as the ioctl takes it. */
const grantRef = namedValue("GRANT", "domain, and reference there", v.strictTuple([domain, count]));

/** What an ioctl reserved for a mapping. */
interface Reserved {
  readonly file: OpenFile;
  /** Offset in the file, in pages. */
  readonly index: number;
  /** Domain and reference of each page. */
  readonly grants: readonly (readonly [number, number])[];
}

const reservedOf = ofRun(() => new Map<string, Reserved>());

function reserved(run: RunState, map: string): Reserved {
  const known = reservedOf(run).get(map);
  if (known === undefined) throw run.error(`there is no grant mapping "${map}"`);
  return known;
}

function pagesGivenOut(run: RunState, firstEvent: number): Pfn[] {
  const { events } = run.guest.trace;
  const pfns: Pfn[] = [];
  for (let i = firstEvent; i < events.length; i++) {
    const event = events[i]!;
    if (event.kind === "pages" && event.by === "alloc_xenballooned_pages") pfns.push(...event.pfns);
  }
  return pfns;
}

export const mapGrantRef = defineStep(
  "map-grant-ref",
  {
    process,
    file: means("name of an open file", name),
    grants: v.pipe(v.array(grantRef), v.minLength(1), v.maxLength(32)),
    map: means("name that the mapping gets", name),
    count: v.optional(means("what it says there are; else their number", count)),
    badPointer: v.optional(means("hands the ioctl a bad pointer", v.boolean()), false),
  },
  {
    by: "user",
    does: "IOCTL_GNTDEV_MAP_GRANT_REF: reserves a mapping of grants, for mmap",
    tells: (step) => {
      const said = step.count === undefined ? "" : `, and says that they are ${step.count}`;
      const bad = step.badPointer ? ", with a bad pointer" : "";
      return `asks gntdev for ${grantWords(step.grants)}, as ${step.map}${said}${bad}`;
    },
    gives: (step) => `map ${step.map}`,
    uses: (step) => [`file ${step.file}`],
    isSystemCall: true,
    isFoundation: true,
    run: (run, step) => {
      const file = run.file(step.file);
      const whose = run.process(step.process);
      const firstEvent = run.guest.trace.events.length;
      let result: number;
      if (step.badPointer) {
        run.guest.space = whose.space;
        result = run.guest.call("hb_ioctl", whose.mm, file.lin, MAP_GRANT_REF, 0x1000, 0);
      } else {
        const words = [step.count ?? step.grants.length, 0, 0, 0, ...step.grants.flat()];
        result = callIoctl(run, whose, file.lin, MAP_GRANT_REF, words);
      }
      if (result < 0) return result;
      const pfns = pagesGivenOut(run, firstEvent);
      const pages = step.grants.map(([domain, ref], i): MappedPage => {
        const frame = run.guest.grantedFrame(domain, ref);
        return {
          map: step.map,
          page: i,
          // a kernel that says yes may have taken none
          pfn: pfns[i] ?? null,
          mfn: frame,
          readonly: false,
          kernelView: true,
          space: whose.space,
          userVa: vaddr(0),
          mapped: false,
        };
      });
      for (const page of pages) if (page.pfn !== null) run.used.add(page.pfn);
      run.maps.set(step.map, { name: step.map, process: file.process, pages, va: null });
      const index = Math.floor(readBuffer(run, whose, 8) / PAGE_SIZE);
      reservedOf(run).set(step.map, { file, index, grants: step.grants });
      return result;
    },
  },
);

export const mmap = defineStep(
  "mmap",
  {
    process,
    map: means("name that map-grant-ref gave", name),
    pages: v.optional(means("how many pages; else all", small)),
    writable: v.optional(means("PROT_WRITE", v.boolean()), true),
    shared: v.optional(means("MAP_SHARED, else MAP_PRIVATE", v.boolean()), true),
  },
  {
    by: "user",
    does: "maps what map-grant-ref reserved, by mmap()",
    tells: (step) => {
      const what = step.pages === undefined ? step.map : `${many(step.pages, "page")} of ${step.map}`;
      const how = [step.writable ? "" : ", for reading", step.shared ? "" : ", MAP_PRIVATE"].join("");
      return `maps ${what} (mmap)${how}`;
    },
    gives: (step) => `pages ${step.map}`,
    uses: (step) => [`map ${step.map}`],
    // a second mmap that is refused leaves the first in place
    leavesEarlier: ({ maps }, step) => (maps.get(step.map)?.va ?? null) !== null,
    isSystemCall: true,
    isFoundation: true,
    run: (run, step) => {
      const map = run.map(step.map);
      const { file, index, grants } = reserved(run, step.map);
      const whose = run.process(step.process);
      const pages = step.pages ?? map.pages.length;
      const va = whose.nextVa;
      whose.nextVa += (pages + 1) * PAGE_SIZE;
      run.guest.space = whose.space;
      const flags = [step.writable ? 1 : 0, step.shared ? 1 : 0];
      const where = [lo32(va), hi32(va), pages, index];
      const result = run.guest.call("hb_mmap", whose.mm, file.lin, ...where, ...flags);
      if (result !== 0) return result;
      map.va = vaddr(va);
      map.pages.forEach((page, i) => {
        map.pages[i] = {
          ...page,
          // the guest may have put another page behind the reference since the ioctl
          mfn: run.guest.grantedFrame(...grants[i]!),
          mapped: true,
          space: whose.space,
          userVa: vaddr(va + i * PAGE_SIZE),
          readonly: !step.writable,
        };
      });
      return result;
    },
  },
);

export const unmapGrantRef = defineStep(
  "unmap-grant-ref",
  { map: means("name that map-grant-ref gave", name) },
  {
    by: "user",
    does: "IOCTL_GNTDEV_UNMAP_GRANT_REF: gives the reservation back, after munmap",
    tells: (step) => `gives ${step.map} back to gntdev`,
    uses: (step) => [`map ${step.map}`],
    isSystemCall: true,
    run: (run, step) => {
      const { file, index } = reserved(run, step.map);
      const at = index * PAGE_SIZE;
      const words = [lo32(at), hi32(at), run.map(step.map).pages.length, 0];
      return callIoctl(run, file.process, file.lin, UNMAP_GRANT_REF, words);
    },
  },
);

/** Asks for the mapping's first address, or for that of a page of it; -1 is the page below. Or for the process's own. */
export const getOffset = defineStep(
  "get-offset",
  {
    map: means("name that map-grant-ref gave", name),
    page: v.optional(
      means(
        "page of it; -1 is the page below",
        v.pipe(v.number(), v.integer(), v.minValue(-1), v.maxValue(1023)),
      ),
      0,
    ),
    own: v.optional(means("asks for this byte of the process's own two pages", own)),
  },
  {
    by: "user",
    does: "IOCTL_GNTDEV_GET_OFFSET_FOR_VADDR; the result is the offset",
    tells: ({ map, page, own }) =>
      `asks gntdev for the offset of ${own === undefined ? `page ${page} of ${map}` : `byte ${own} of its own memory`}`,
    // it asks by address
    uses: (step) => [`map ${step.map}`, `pages ${step.map}`],
    isSystemCall: true,
    run: (run, step) => {
      const map = run.map(step.map);
      const { file } = reserved(run, step.map);
      const inOwn = step.own === undefined ? null : vaddr(run.ownMemory(file.process) + step.own);
      const va = inOwn ?? (map.va === null ? vaddr(0) : vaddr(map.va + step.page * PAGE_SIZE));
      const words = [lo32(va), hi32(va), 0, 0, 0, 0];
      const result = callIoctl(run, file.process, file.lin, GET_OFFSET_FOR_VADDR, words);
      return result < 0 ? result : readBuffer(run, file.process, 8);
    },
  },
);

export const setUnmapNotify = defineStep(
  "set-unmap-notify",
  {
    map: means("name that map-grant-ref gave", name),
    page: means("page of it", small),
    offset,
    clearByte: v.optional(means("the byte at offset becomes 0", v.boolean()), false),
    sendEvent: v.optional(means("an event is sent on port", v.boolean()), false),
    port: v.optional(means("event channel", small), 5),
  },
  {
    by: "user",
    does: "IOCTL_GNTDEV_SET_UNMAP_NOTIFY: what is done when the page is unmapped",
    tells: (step) => {
      const todo = [
        ...(step.clearByte ? [`its byte ${step.offset} is to be cleared`] : []),
        ...(step.sendEvent ? [`an event is to be sent on port ${step.port}`] : []),
      ];
      const what = todo.length === 0 ? "nothing is to be done" : todo.join(" and ");
      return `asks gntdev: when page ${step.page} of ${step.map} goes, ${what}`;
    },
    uses: (step) => [`map ${step.map}`],
    isSystemCall: true,
    run: (run, step) => {
      const { file, index } = reserved(run, step.map);
      const at = (index + step.page) * PAGE_SIZE + step.offset;
      const action = (step.clearByte ? 1 : 0) | (step.sendEvent ? 2 : 0);
      const words = [lo32(at), hi32(at), action, step.port];
      const result = callIoctl(run, file.process, file.lin, SET_UNMAP_NOTIFY, words);
      if (result >= 0) notifiesOf(run).arm(run.map(step.map), step);
      return result;
    },
  },
);
