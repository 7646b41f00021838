// SPDX-License-Identifier: GPL-2.0-only
import type { ConfigName } from "../../../harness/machine/config.ts";
import { domid, type Lin, lin, type Mfn, type Vaddr, vaddr } from "../../../harness/machine/units.ts";
import { Bench } from "../bench.ts";
import type { FrameName, Where } from "./operation.ts";

/** Entries of ballooned pages, of own pages in the direct map, and of a process's pages. */
const BALLOONED = 5;
const DIRECT = 3;
const USER = 2;
export const PLACES = BALLOONED + DIRECT + USER;

const USER_VA = 0x4000_0000;
/** No frame of the machine. */
const NOTHING = 0xfff_ffff;

/** The machine that sequences run on, with the names that steps use. */
export class World {
  readonly bench: Bench;
  readonly space: number;
  /** Virtual address and L1 entry of each place. */
  readonly vas: readonly Vaddr[];
  readonly ptes: readonly Lin[];

  constructor(config: ConfigName, xenDebug = false) {
    this.bench = new Bench(config, {
      lowmemPages: 8,
      balloonedPages: 8,
      highmemPages: 2,
      balloonedHighmemPages: 2,
      pageTablePages: 20,
      frontends: 2,
      frontendPages: 4,
      maptrackEntries: 256,
      maxGrantFrames: 2,
      xenDebug,
    });
    const { machine, hv } = this.bench;
    this.space = machine.newSpace();
    machine.currentSpace = this.space;
    const { directMapBase, lowmem, ballooned } = machine.layout;
    const direct = (page: number): Vaddr => vaddr(directMapBase + page * 4096);
    const user = (n: number): Vaddr => vaddr(USER_VA + n * 4096);
    for (let n = 0; n < USER; n++) machine.allocUserPte(this.space, user(n));
    this.vas = [
      ...Array.from({ length: BALLOONED }, (_, n) => direct(ballooned.start + n)),
      ...Array.from({ length: DIRECT }, (_, n) => direct(lowmem.start + n)),
      ...Array.from({ length: USER }, (_, n) => user(n)),
    ];
    this.ptes = this.vas.map((va) => lin(machine.currentPte(va)));
    machine.seal();
    hv.seal();
  }

  /** Back to the start, as a new sequence finds it. */
  reset(): void {
    this.bench.machine.reset();
    this.bench.hv.reset();
    this.bench.events();
  }

  /** @returns the machine frame behind a name. */
  frame(name: FrameName): number {
    const { machine, hv } = this.bench;
    if (name.of === "page table") return machine.tables.mfn[machine.tables.pageOf(this.ptes[0]!)]!;
    if (name.of === "grant table") return hv.context.grantFrame(0, 0);
    return "index" in name ? machine.domainFrame(domid(name.of), name.index) : NOTHING;
  }

  /** @returns a host address in bytes; of an entry in bytes too, as a machine address. */
  address(where: Where): number {
    const { machine } = this.bench;
    const pteMa = machine.maddrOfLin(this.ptes[0]!);
    if ("place" in where)
      return where.byPte ? machine.maddrOfLin(this.ptes[where.place]!) : this.vas[where.place]!;
    switch (where.bad) {
      case "zero":
        return 0;
      case "no table":
        return 0x10000;
      case "misaligned":
        return pteMa + 4;
      case "non-canonical":
        return 0x1234_0000_0000_0000;
      case "data page":
        return machine.domainFrame(domid(0), 5) * 4096;
      case "upper table":
        return machine.maddrOfLin(machine.tables.linOf(0));
    }
  }

  /** @returns the frame that a place's entry shows and whether it may be written, null if nothing. */
  shown(place: number): { frame: Mfn | number; writable: boolean } | null {
    const { machine } = this.bench;
    const lo = machine.readPteLo(this.ptes[place]!);
    const hi = machine.readPteHi(this.ptes[place]!);
    if ((lo & 1) === 0) return null;
    return { frame: (hi & 0xf_ffff) * 0x10_0000 + (lo >>> 12), writable: (lo & 2) !== 0 };
  }
}
