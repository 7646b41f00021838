// SPDX-License-Identifier: GPL-2.0-only
import type { Trace } from "../../machine/trace.ts";
import { type Pfn, pfn } from "../../machine/units.ts";

/** Pages without a frame, as alloc_xenballooned_pages hands them out to be mapped over. */
export class Balloon {
  readonly #trace: Trace;
  /** Free pages, next one last. */
  #free: Pfn[] = [];
  readonly #taken = new Set<Pfn>();
  /** Pages that kernel code asked for and has not given back, with the index of the event. */
  readonly #kept = new Map<Pfn, number>();
  readonly #shouldFail: () => boolean;

  /** @param shouldFail asked before each page is given out: true makes it fail */
  constructor(trace: Trace, shouldFail = () => false) {
    this.#trace = trace;
    this.#shouldFail = shouldFail;
  }

  /** @param pfns all ballooned pages, in the order in which they are to be given out */
  reset(pfns: readonly Pfn[]): void {
    this.#free = pfns.toReversed();
    this.#taken.clear();
    this.#kept.clear();
  }

  /** Pages that are out. */
  get taken(): ReadonlySet<Pfn> {
    return this.#taken;
  }

  /** Pages that kernel code has not given back, with the index of the event that gave them out. */
  get kept(): ReadonlyMap<Pfn, number> {
    return this.#kept;
  }

  /**
   * What kernel code asks for.
   *
   * @param wanted which pages will do; all, if left out
   * @returns a page frame number, or -1 if no such page is left
   */
  take(wanted: (page: Pfn) => boolean = () => true): number {
    const page = this.#giveOut(wanted);
    if (page !== -1) this.#kept.set(pfn(page), this.#trace.events.length - 1);
    return page;
  }

  #giveOut(wanted: (page: Pfn) => boolean): number {
    if (this.#shouldFail()) {
      this.#trace.emit({ kind: "pages", by: "alloc_xenballooned_pages: none left", pfns: [] });
      return -1;
    }
    const at = this.#free.findLastIndex(wanted);
    const [page] = at === -1 ? [] : this.#free.splice(at, 1);
    if (page === undefined) return -1;
    this.#taken.add(page);
    this.#trace.emit({ kind: "pages", by: "alloc_xenballooned_pages", pfns: [page] });
    return page;
  }

  give(page: Pfn): void {
    this.#trace.emit({ kind: "pages", by: "free_xenballooned_pages", pfns: [page] });
    if (!this.#taken.delete(page)) {
      const text = "free_xenballooned_pages of a page that is not out";
      this.#trace.emit({ kind: "rule", rule: "use-after-free", text });
      return;
    }
    this.#kept.delete(page);
    this.#free.push(page);
  }

  /** Takes a certain kind of page, for a caller that asks for it. @returns -1 if there is none */
  takeOne(wanted: (page: Pfn) => boolean): number {
    return this.#free.some(wanted) ? this.#giveOut(wanted) : -1;
  }
}
