// SPDX-License-Identifier: GPL-2.0-only
import type { LiveHandle } from "../../hypervisor/grants/live-handle.ts";
import type { Machine } from "../../machine/machine.ts";
import { hex, type Maddr, type Mfn, PAGE_SIZE, type Pfn, pfn, vaddr } from "../../machine/units.ts";

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
  /** Pages that nobody asked to be mapped for the kernel as well. */
  readonly #userOnly = new Set<Pfn>();
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
    this.#userOnly.clear();
    this.#seen = 0;
  }

  /** The kernel writes a p2m entry. @param frame -1 for none */
  noteP2m(page: Pfn, frame: Mfn | -1, isForeign: boolean): void {
    if (isForeign && frame !== -1) this.#foreign.set(page, frame);
    else this.#foreign.delete(page);
    if (this.#told.get(page) !== frame) this.#told.delete(page);
  }

  /** A caller maps a grant in place of a page, with a mapping of the kernel's own or without. */
  expectKernelMapping(page: Pfn, isWanted: boolean): void {
    if (isWanted) this.#userOnly.delete(page);
    else this.#userOnly.add(page);
  }

  /** Another CPU could look now. */
  look(): void {
    const { trace, layout } = this.#machine;
    if (this.#foreign.size === 0 || trace.events.length === this.#seen) return;
    for (const [page, frame] of this.#foreign) {
      if (page >= layout.highmem.start || this.#userOnly.has(page) || this.#told.get(page) === frame)
        continue;
      const pte = this.#machine.kernelPte(vaddr(layout.directMapBase + page * PAGE_SIZE));
      const shown = this.#machine.mappedFrame(pte);
      if (shown === frame) continue;
      const what = shown === -1 ? "nothing" : `frame ${hex(shown)}`;
      this.#tell(
        page,
        frame,
        `the p2m has the foreign frame ${hex(frame)} for pfn ${hex(page)}, whose kernel mapping shows ${what}`,
      );
    }
    this.#seen = trace.events.length;
  }

  /**
   * The kernel is about to have Xen unmap grants: by then it has told its p2m of every page that it maps for itself, but for
   * those that go in this very call.
   *
   * @param live grants that are mapped
   * @param going handles that the call gives back
   */
  lookAtUnmap(live: readonly LiveHandle[], going: ReadonlySet<number>): void {
    const { layout } = this.#machine;
    for (const { handle, where, mfn: frame } of live) {
      if (going.has(handle)) continue;
      for (const entry of where) {
        const { area, va } = this.#machine.describePte(entry);
        if (area !== "direct map" || va === -1) continue;
        const page = pfn((va - layout.directMapBase) / PAGE_SIZE);
        if (this.#foreign.get(page) === frame || this.#told.get(page) === frame) continue;
        const text = `the kernel has mapped the foreign frame ${hex(frame)} for pfn ${hex(page)}, of which the p2m does not know`;
        this.#tell(page, frame, text, entry);
      }
    }
  }

  /** @param entry the kernel's entry for the page, where that was written last */
  #tell(page: Pfn, frame: Mfn, text: string, entry?: Maddr): void {
    this.#told.set(page, frame);
    this.#machine.trace.emit({
      ...{ kind: "rule", rule: "view-in-between", text, subject: SUBJECT, pfn: page },
      ...(entry === undefined ? {} : { entry }),
    });
  }
}
