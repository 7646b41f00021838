// SPDX-License-Identifier: GPL-2.0-only
import { PTE } from "../machine/pte.ts";
import { DOMID_IO } from "./constants.ts";
import type { Context } from "./context.ts";

/** The local APIC's page is Xen's alone; the IO-APIC's may be read. */
const LOCAL_APIC = 0xf_ee00;
const IO_APIC = 0xf_ec00;

/** From here on, an AMD processor has no memory but its HyperTransport's: 40 bits of a machine address, the last 12 GiB of them. */
const NO_MEMORY = 0xfd0_0000;

/** The bits that say how a page is cached: they change nothing about RAM here, and on I/O memory are never write-back. */
const CACHE_BITS = PTE.PWT | PTE.PCD | PTE.PSE;

/** How an entry of I/O memory is stored. */
export interface IoEntry {
  readonly lo: number;
}

/**
 * An entry for a frame that is no RAM: a domain with hardware may have it, its own or as DOMID_IO's, uncached (Xen: get_page_from_l1e;
 * recorded: pte_mmu.empty.vga_rw, ioapic_rw, lapic_rw, beyond_ram, fordom.mmu.dom_second.vga).
 *
 * @param lo low half, as asked for
 * @param owner whose frames may be mapped
 * @returns the low half as it is stored; null if it is refused
 */
export function ioEntry({ machine }: Context, frame: number, lo: number, owner: number): IoEntry | null {
  if (!machine.params.hardware || (owner !== 0 && owner !== DOMID_IO)) return null;
  if (frame === LOCAL_APIC || frame >= NO_MEMORY) return null;
  const readable = frame === IO_APIC ? lo & ~PTE.RW : lo;
  const cached = readable & CACHE_BITS;
  if (cached === 0) return { lo: readable | PTE.PWT | PTE.PCD };
  // write-through and write-protected, by whichever index of the PAT
  return cached === PTE.PWT || cached === (PTE.PWT | PTE.PSE)
    ? { lo: (readable & ~PTE.PSE) | PTE.PCD }
    : { lo: readable };
}
