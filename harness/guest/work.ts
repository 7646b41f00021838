// SPDX-License-Identifier: GPL-2.0-only

/**
 * What the harness does for the kernel, in units of the kernel's own work: about what so many edges of control flow take, and
 * what it is called in a report.
 */
export const WORK = {
  hypercall: { units: 200, name: "hypercalls" },
  op: { units: 100, name: "operations of hypercalls" },
  lock: { units: 20, name: "operations of locks" },
  message: { units: 500, name: "messages to the console" },
  allocation: { units: 50, name: "allocations" },
  tlb: { units: 50, name: "flushes of the TLB" },
  pageTable: { units: 50, name: "walks of page tables" },
  note: { units: 20, name: "changes of the kernel's own state" },
  report: { units: 500, name: "accesses that a sanitizer reports" },
  mapping: { units: 2, name: "looks at mappings that are alive" },
  byte: { units: 1 / 16, name: "bytes moved" },
} as const;

export type WorkKind = keyof typeof WORK;

const KINDS = Object.keys(WORK) as WorkKind[];

/** What is beyond that never happens: no module has so much memory, and no budget is so large. */
const MOST_TIMES = 1_000_000;

/** What the kernel had the harness do: in the call that is under way, and since the module was loaded. */
export class WorkDone {
  readonly #units: Record<WorkKind, number> = Object.fromEntries(KINDS.map((kind) => [kind, 0])) as never;
  #hypercalls = 0;
  #unitsOfAll = 0;

  /** A call begins. */
  clear(): void {
    for (const kind of KINDS) this.#units[kind] = 0;
  }

  /** @returns units of work that this comes to */
  add(kind: WorkKind, times: number): number {
    const units = Math.ceil(Math.min(times, MOST_TIMES) * WORK[kind].units);
    this.#units[kind] += units;
    this.#unitsOfAll += units;
    if (kind === "hypercall") this.#hypercalls += times;
    return units;
  }

  /** Times that the kernel went to Xen, in all calls: a multicall counts as one. */
  get hypercalls(): number {
    return this.#hypercalls;
  }

  /** Units of all calls. */
  get unitsOfAll(): number {
    return this.#unitsOfAll;
  }

  /** @returns what more than half of a budget went to, in words; null if that is the kernel's own code */
  mostOf(budget: number): string | null {
    const kind = KINDS.find((one) => this.#units[one] * 2 > budget);
    return kind === undefined ? null : WORK[kind].name;
  }
}
