// SPDX-License-Identifier: GPL-2.0-only
import type { GrantName } from "../../hypervisor/grants/grant-name.ts";
import type { LiveHandle } from "../../hypervisor/grants/live-handle.ts";
import type { Trace } from "../../machine/trace.ts";
import { hex, type Pfn } from "../../machine/units.ts";
import type { LoadedModule } from "../loaded-module.ts";
import type { Balloon } from "./balloon.ts";

/** Holds the marks of foreign pages against the grants that are mapped. */
export class MarkWatch {
  readonly #loaded: LoadedModule;
  readonly #trace: Trace;
  readonly #balloon: Balloon;
  /** Pages that were told already. */
  readonly #told = new Set<Pfn>();
  /** Grants that were mapped so far, and how many events of the run say so. */
  readonly #mapped = new Set<number>();
  #looked = 0;

  constructor(loaded: LoadedModule, trace: Trace, balloon: Balloon) {
    this.#loaded = loaded;
    this.#trace = trace;
    this.#balloon = balloon;
  }

  reset(): void {
    this.#told.clear();
    this.#mapped.clear();
    this.#looked = 0;
  }

  /**
   * The kernel is about to have Xen unmap grants: until then, a page that is marked stands for one. That a mark outlives its
   * grant for a moment, where something failed, is no mistake yet.
   *
   * @param live grants that are mapped
   */
  lookAtUnmap(live: readonly LiveHandle[]): void {
    if (!this.#loaded.has("hb_read_foreign")) return;
    const alive = new Set(live.map(({ granter: domain, ref }) => keyOf({ domain, ref })));
    for (const page of this.#balloon.taken) {
      if (this.#told.has(page)) continue;
      this.#loaded.peek("hb_read_foreign", page);
      const mark = lastMark(this.#loaded);
      if (mark === null || alive.has(keyOf(mark)) || this.#wasMapped(mark)) continue;
      this.#told.add(page);
      this.#trace.emit({
        kind: "rule",
        rule: "foreign-page",
        text: `pfn ${hex(page)} is marked foreign, for domain ${mark.domain}'s ref ${mark.ref}, which was never mapped`,
        pfn: page,
      });
    }
  }

  /** Each event is looked at once. */
  #wasMapped(mark: GrantName): boolean {
    const { events } = this.#trace;
    for (; this.#looked < events.length; this.#looked++) {
      const one = events[this.#looked]!;
      if (one.kind === "grant-op" && one.op === "map_grant_ref" && one.status === 0)
        this.#mapped.add(keyOf({ domain: one.input.dom!, ref: one.input.ref! }));
    }
    return this.#mapped.has(keyOf(mark));
  }
}

const keyOf = ({ domain, ref }: GrantName): number => domain * 0x1_0000_0000 + ref;

/** @returns the grant that the page notes which hb_read_foreign was asked of last; null where it is not marked foreign */
export function lastMark(loaded: LoadedModule): GrantName | null {
  const words = loaded.address("hb_page_foreign") / 4;
  const [isMarked, domain, ref] = loaded.u32.subarray(words, words + 3);
  return isMarked === 0 ? null : { domain: domain!, ref: ref! };
}
