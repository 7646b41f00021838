// SPDX-License-Identifier: GPL-2.0-only
import type { Guest } from "../guest/guest.ts";
import { type Pfn, type Vaddr, vaddr } from "../machine/units.ts";
import type { PageState } from "./run-record.ts";

/** Where the direct map has a lowmem page. */
export const directMapVa = (guest: Guest, page: Pfn): Vaddr =>
  vaddr(guest.machine.layout.directMapBase + page * 4096);

/** Reads all that must come back of a page. */
export function readPageState(guest: Guest, page: Pfn): PageState {
  const pte = guest.isHighmem(page) ? 0 : guest.machine.kernelPte(directMapVa(guest, page));
  guest.call("hb_read_page", page);
  const at = guest.address("hb_page_state") / 4;
  const field = (i: number): string => hex64(guest.u32[at + 2 * i]!, guest.u32[at + 2 * i + 1]!);
  return {
    pte: pte === 0 ? [0, 0] : [guest.machine.readPteLo(pte), guest.machine.readPteHi(pte)],
    p2m: [guest.call("hb_p2m", page, 0) >>> 0, guest.call("hb_p2m", page, 1)],
    fields: [field(0), field(1), field(2), field(3), field(4)],
  };
}

const hex64 = (lo: number, hi: number): string =>
  hi === 0 ? `0x${lo.toString(16)}` : `0x${hi.toString(16)}${lo.toString(16).padStart(8, "0")}`;
