// SPDX-License-Identifier: GPL-2.0-only
import { PAGE_STATE } from "../../abi/numbers.ts";
import type { Guest } from "../../guest/guest.ts";
import { type Pfn, type Vaddr, vaddr } from "../../machine/units.ts";
import type { PageState } from "./run-record.ts";

/** Where the direct map has a lowmem page. */
export const directMapVa = (guest: Guest, page: Pfn): Vaddr =>
  vaddr(guest.machine.layout.directMapBase + page * 4096);

/** Reads all that must come back of a page. */
export function readPageState(guest: Guest, page: Pfn): PageState {
  const pte = guest.isHighmem(page) ? 0 : guest.machine.kernelPte(directMapVa(guest, page));
  guest.ask("hb_read_page", page);
  const at = guest.address("hb_page_state") / 4;
  return {
    pte: pte === 0 ? [0, 0] : [guest.machine.readPteLo(pte), guest.machine.readPteHi(pte)],
    p2m: [guest.ask("hb_p2m", page, 0) >>> 0, guest.ask("hb_p2m", page, 1)],
    fields: guest.u32.slice(at, at + 2 * PAGE_STATE.length),
  };
}
