// SPDX-License-Identifier: GPL-2.0-only
import type { LiveHandle } from "../hypervisor/live-handle.ts";
import { hex, type Pfn } from "../machine/units.ts";
import type { Guest } from "./guest.ts";
import { siteOfCall } from "./stack.ts";

/** What a page notes of the grant that it stands for; null where it is not marked foreign. */
export interface ForeignMark {
  readonly domain: number;
  readonly ref: number;
}

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
   * The kernel is about to have Xen unmap grants: until then, a page that is marked stands for one.
   *
   * @param live grants that are mapped
   */
  lookAtUnmap(live: readonly LiveHandle[]): void {
    if (!this.#guest.has("hb_read_foreign")) return;
    for (const page of this.#guest.balloon.taken) {
      if (this.#told.has(page)) continue;
      this.#guest.peek("hb_read_foreign", page);
      const mark = lastMark(this.#guest);
      if (mark === null || live.some(({ granter, ref }) => granter === mark.domain && ref === mark.ref))
        continue;
      this.#told.add(page);
      this.#guest.trace.emit({
        kind: "rule",
        rule: "foreign-page",
        text: `pfn ${hex(page)} is marked foreign, for domain ${mark.domain}'s ref ${mark.ref}, which is not mapped`,
        pfn: page,
        site: siteOfCall(),
      });
    }
  }
}

/** @returns what hb_read_foreign found last */
export function lastMark(guest: Guest): ForeignMark | null {
  const words = guest.address("hb_page_foreign") / 4;
  const [isMarked, domain, ref] = guest.u32.subarray(words, words + 3);
  return isMarked === 0 ? null : { domain: domain!, ref: ref! };
}
