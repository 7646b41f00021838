// SPDX-License-Identifier: GPL-2.0-only
import type { Machine } from "../machine/machine.ts";
import { hex, type Lin, type Mfn, mfn, PAGE_SIZE, type Pfn, vaddr } from "../machine/units.ts";
import { siteOfCall } from "./stack.ts";

const SUBJECT = "p2m and kernel mapping of a granted page";

/**
 * Holds the p2m against the kernel's own mapping whenever another CPU could look: at hypercalls, at the release of a lock,
 * and when kernel code returns. A page whose p2m entry says that it shows another domain's frame has to show that frame,
 * or whoever translates the address just then works on something else.
 */
export class ViewWatch {
  readonly #machine: Machine;
  /** Pages whose p2m entry is foreign, with the frame that it gives. */
  readonly #foreign = new Map<Pfn, Mfn>();
  /** What was told already, by page: it is told once for as long as the p2m says the same. */
  readonly #told = new Map<Pfn, Mfn>();
  /** How many events there were when it was looked last: without another one nothing is another. */
  #seen = 0;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  reset(): void {
    this.#foreign.clear();
    this.#told.clear();
    this.#seen = 0;
  }

  /** The kernel writes a p2m entry. @param frame -1 for none */
  noteP2m(page: Pfn, frame: Mfn | -1, isForeign: boolean): void {
    if (isForeign && frame !== -1) this.#foreign.set(page, frame);
    else this.#foreign.delete(page);
    if (this.#told.get(page) !== frame) this.#told.delete(page);
  }

  /** Another CPU could look now. */
  look(): void {
    const { trace, layout } = this.#machine;
    if (this.#foreign.size === 0 || trace.events.length === this.#seen) return;
    for (const [page, frame] of this.#foreign) {
      if (page >= layout.highmem.start || this.#told.get(page) === frame) continue;
      const pte = this.#machine.kernelPte(vaddr(layout.directMapBase + page * PAGE_SIZE));
      const shown = this.#shownBy(pte);
      if (shown === frame) continue;
      this.#told.set(page, frame);
      const what = shown === -1 ? "nothing" : `frame ${hex(shown)}`;
      const text = `the p2m has the foreign frame ${hex(frame)} for pfn ${hex(page)}, whose kernel mapping shows ${what}`;
      trace.emit({
        kind: "rule",
        rule: "view-in-between",
        text,
        subject: SUBJECT,
        pfn: page,
        site: siteOfCall(),
      });
    }
    this.#seen = trace.events.length;
  }

  #shownBy(pte: Lin | 0): Mfn | -1 {
    if (pte === 0) return -1;
    const low = this.#machine.readPteLo(pte);
    if ((low & 1) === 0) return -1;
    return mfn((this.#machine.readPteHi(pte) & 0xf_ffff) * 0x10_0000 + (low >>> 12));
  }
}
