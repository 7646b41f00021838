// SPDX-License-Identifier: GPL-2.0-only
import type { Guest } from "../guest/guest.ts";
import { pagesOf } from "../guest/memory/pages.ts";
import type { Pfn } from "../machine/units.ts";
import { readPageState } from "../subject/run/page-state.ts";
import type { PageState } from "../subject/run/run-record.ts";

const known = new WeakMap<Guest, ReadonlyMap<Pfn, PageState>>();

/**
 * State of the pages after boot, read once for a guest, by kernel code that is counted as any other.
 *
 * @param guest freshly reset when it is asked for the first time
 * @returns nothing of a kernel that did not come up
 */
export function bootStates(guest: Guest): ReadonlyMap<Pfn, PageState> {
  if (guest.bootDeath !== null) return new Map();
  const read = known.get(guest);
  if (read !== undefined) return read;
  const { low, high } = pagesOf(guest.machine.layout);
  const states = new Map([...low, ...high].map((page) => [page, readPageState(guest, page)]));
  known.set(guest, states);
  return states;
}
