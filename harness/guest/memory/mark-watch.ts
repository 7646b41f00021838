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

  constructor(loaded: LoadedModule, trace: Trace, balloon: Balloon) {
    this.#loaded = loaded;
    this.#trace = trace;
    this.#balloon = balloon;
  }

  reset(): void {
    this.#told.clear();
  }

  /**
   * The kernel is about to have Xen unmap grants: until then, a page that is marked stands for one. That a mark outlives its
   * grant for a moment, where something failed, is no mistake yet.
   *
   * @param live grants that are mapped
   */
  lookAtUnmap(live: readonly LiveHandle[]): void {
    if (!this.#loaded.has("hb_read_foreign")) return;
    for (const page of this.#balloon.taken) {
      if (this.#told.has(page)) continue;
      this.#loaded.peek("hb_read_foreign", page);
      const mark = lastMark(this.#loaded);
      if (mark === null || isOf(mark, live) || this.#wasMapped(mark)) continue;
      this.#told.add(page);
      this.#trace.emit({
        kind: "rule",
        rule: "foreign-page",
        text: `pfn ${hex(page)} is marked foreign, for domain ${mark.domain}'s ref ${mark.ref}, which was never mapped`,
        pfn: page,
      });
    }
  }

  #wasMapped({ domain, ref }: GrantName): boolean {
    return this.#trace.events.some(
      (one) =>
        one.kind === "grant-op" &&
        one.op === "map_grant_ref" &&
        one.status === 0 &&
        one.input.dom === domain &&
        one.input.ref === ref,
    );
  }
}

const isOf = ({ domain, ref: own }: GrantName, live: readonly LiveHandle[]): boolean =>
  live.some(({ granter, ref }) => granter === domain && ref === own);

/** @returns the grant that the page notes which hb_read_foreign was asked of last; null where it is not marked foreign */
export function lastMark(loaded: LoadedModule): GrantName | null {
  const words = loaded.address("hb_page_foreign") / 4;
  const [isMarked, domain, ref] = loaded.u32.subarray(words, words + 3);
  return isMarked === 0 ? null : { domain: domain!, ref: ref! };
}
