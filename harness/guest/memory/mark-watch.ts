// SPDX-License-Identifier: GPL-2.0-only
import type { GrantName } from "../../hypervisor/grants/grant-name.ts";
import type { LiveHandle } from "../../hypervisor/grants/live-handle.ts";
import { hex, type Pfn } from "../../machine/units.ts";
import type { Guest } from "../guest.ts";

/** Holds the marks of foreign pages against the grants that are mapped. */
export class MarkWatch {
  readonly #guest: Guest;
  /** Pages that were told already. */
  readonly #told = new Set<Pfn>();

  constructor(guest: Guest) {
    this.#guest = guest;
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
    if (!this.#guest.has("hb_read_foreign")) return;
    for (const page of this.#guest.balloon.taken) {
      if (this.#told.has(page)) continue;
      this.#guest.peek("hb_read_foreign", page);
      const mark = lastMark(this.#guest);
      if (mark === null || isOf(mark, live) || this.#wasMapped(mark)) continue;
      this.#told.add(page);
      this.#guest.trace.emit({
        kind: "rule",
        rule: "foreign-page",
        text: `pfn ${hex(page)} is marked foreign, for domain ${mark.domain}'s ref ${mark.ref}, which was never mapped`,
        pfn: page,
      });
    }
  }

  #wasMapped({ domain, ref }: GrantName): boolean {
    return this.#guest.trace.events.some(
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
export function lastMark(guest: Guest): GrantName | null {
  const words = guest.address("hb_page_foreign") / 4;
  const [isMarked, domain, ref] = guest.u32.subarray(words, words + 3);
  return isMarked === 0 ? null : { domain: domain!, ref: ref! };
}
