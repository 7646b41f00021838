// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, test } from "vitest";
import { archOf, CONFIGS } from "../../harness/machine/config.ts";
import { Machine } from "../../harness/machine/machine.ts";
import { DEFAULT_PARAMS } from "../../harness/machine/params.ts";
import { PTE, pteHi, pteLo } from "../../harness/machine/pte.ts";
import { Trace } from "../../harness/machine/trace.ts";
import {
  domid,
  type Lin,
  lin,
  type Maddr,
  type Mfn,
  maddr,
  mfn,
  pfn,
  vaddr,
} from "../../harness/machine/units.ts";

const build = (config: (typeof CONFIGS)[number]) => {
  const trace = new Trace();
  const machine = new Machine(
    archOf(config),
    DEFAULT_PARAMS,
    new ArrayBuffer(0x10_0000),
    lin(0x2_0000),
    trace,
  );
  machine.seal();
  return { machine, trace };
};

const directVa = (machine: Machine, page: number) => vaddr(machine.layout.directMapBase + page * 4096);

describe.each(CONFIGS)("%s", (config) => {
  const { machine, trace } = build(config);
  const { lowmem, ballooned, highmem } = machine.layout;

  test("ordinary lowmem is reachable through the direct map, at its own frame", () => {
    machine.reset();
    for (let page = lowmem.start as number; page < lowmem.start + lowmem.pages; page++)
      expect(machine.access(0, directVa(machine, page), true, false)).toBe(machine.bootMfn(pfn(page)));
  });

  test("a ballooned page has an empty PTE and no frame", () => {
    const pte = machine.kernelPte(directVa(machine, ballooned.start)) as Lin;
    expect(pte).toBeGreaterThan(0);
    expect([machine.readPteLo(pte), machine.readPteHi(pte)]).toEqual([0, 0]);
    expect(machine.bootMfn(ballooned.start)).toBe(-1);
    expect(machine.access(0, directVa(machine, ballooned.start), false, false)).toBe(-1);
  });

  test("highmem exists in the highmem configuration alone, and outside the direct map", () => {
    expect(highmem.pages > 0).toBe(config === "x86_32-pae-highmem");
    if (highmem.pages > 0) expect(machine.bootMfn(highmem.start)).toBeGreaterThan(0);
  });

  test("machine addresses and linear addresses of page-table pages are each other's inverse", () => {
    for (let page = 0; page < DEFAULT_PARAMS.pageTablePages; page++) {
      const at = lin(machine.tables.linOf(page) + 8 * page);
      const machineAddress = machine.maddrOfLin(at) as Maddr;
      expect(machine.linOfMaddr(machineAddress)).toBe(at);
    }
    expect(machine.maddrOfLin(lin(0x1000))).toBe(-1);
    expect(machine.linOfMaddr(maddr(0x1000))).toBe(-1);
  });

  test("no frame number is a page number in use, and some frames of each kind lie above 4 GiB", () => {
    const { frames } = machine;
    const pages = new Set<number>();
    for (let i = 0; i < frames.size; i++) if (frames.owner[i] === 0) pages.add(frames.pfn[i]!);
    for (let i = 0; i < frames.size; i++) expect(pages.has(frames.mfn[i]!)).toBe(false);
    const high = (of: (i: number) => boolean): boolean =>
      Array.from({ length: frames.size }, (_, i) => i).some((i) => of(i) && frames.mfn[i]! >= 0x10_0000);
    expect(high((i) => frames.ptPage[i]! >= 0)).toBe(true);
    expect(high((i) => frames.owner[i] === 1)).toBe(true);
    expect(high((i) => frames.owner[i] === 0 && frames.ptPage[i]! < 0)).toBe(true);
  });

  test("machine_to_phys of a foreign frame is the other domain's number, which may be a page here too", () => {
    const numbers = Array.from({ length: 16 }, (_, i) =>
      machine.m2p(machine.domainFrame(domid(1), i) as Mfn),
    );
    expect(numbers.some((n) => n >= ballooned.start)).toBe(true);
    expect(numbers.some((n) => machine.bootMfn(n) >= 0)).toBe(true);
    expect(machine.m2p(mfn(1))).toBe(0xff_ffff);
  });

  test("a user address is the space's own; the kernel half is shared", () => {
    machine.reset();
    const a = machine.newSpace();
    const b = machine.newSpace();
    const va = vaddr(0x4000_0000);
    expect(machine.mapUser(a, va, lowmem.start, true)).toBe(true);
    const frame = machine.bootMfn(lowmem.start);
    expect(machine.access(a, va, true, true)).toBe(frame);
    expect(machine.access(b, va, true, true)).toBe(-1);
    expect(machine.access(b, directVa(machine, lowmem.start), false, false)).toBe(frame);
  });

  test("a user access to a kernel page faults", () => {
    machine.reset();
    expect(machine.access(0, directVa(machine, lowmem.start), false, true)).toBe(-1);
  });

  test("freeing a space gives its tables back and reports what they mapped", () => {
    machine.reset();
    const dropped: number[] = [];
    machine.onPteDropped = (_, lo) => dropped.push(lo & PTE.P);
    const free = () => machine.tables.level.filter((level) => level === 0).length;
    const before = free();
    const space = machine.newSpace();
    machine.mapUser(space, vaddr(0x1_0000), lowmem.start, false);
    expect(free()).toBeLessThan(before);
    machine.freeSpace(space);
    machine.onPteDropped = null;
    expect(free()).toBe(before);
    expect(dropped).toEqual([1]);
    expect(machine.userPte(space, vaddr(0x1_0000))).toBe(0);
  });

  test("an empty pool answers 0", () => {
    machine.reset();
    const space = machine.newSpace();
    let last = 1;
    for (let i = 0; last !== 0 && i < 100; i++)
      last = machine.allocUserPte(space, vaddr(0x20_0000 * (i + 1)));
    expect(last).toBe(0);
    expect(machine.newSpace()).toBe(0);
  });

  test("a changed entry is seen only after a flush, and the use before it is reported stale", () => {
    machine.reset();
    trace.clear();
    const va = directVa(machine, lowmem.start);
    const pte = machine.kernelPte(va) as Lin;
    const old = machine.access(0, va, true, false);
    const other = machine.bootMfn(pfn(lowmem.start + 1)) as Mfn;
    const user = config === "x86_64" ? PTE.US : 0;
    const flags = PTE.P | PTE.RW | PTE.A | PTE.D | user;
    machine.storePte(pte, pteLo(other, flags), pteHi(other, PTE.HI_NX), "native_set_pte");
    expect(machine.access(0, va, false, false)).toBe(old);
    machine.flushTlbOne(va);
    expect(machine.access(0, va, false, false)).toBe(other);
    const stale = trace.events.filter((e) => e.kind === "access").map((e) => e.kind === "access" && e.stale);
    expect(stale).toEqual([false, true, false]);
  });

  test("a write through a cached read-only translation looks at the tables again", () => {
    machine.reset();
    const va = directVa(machine, lowmem.start);
    const pte = machine.kernelPte(va) as Lin;
    const lo = machine.readPteLo(pte);
    machine.storePte(pte, lo & ~PTE.RW, machine.readPteHi(pte), "native_set_pte");
    expect(machine.access(0, va, false, false)).toBe(machine.bootMfn(lowmem.start));
    expect(machine.access(0, va, true, false)).toBe(-1);
    machine.storePte(pte, lo, machine.readPteHi(pte), "native_set_pte");
    expect(machine.access(0, va, true, false)).toBe(machine.bootMfn(lowmem.start));
  });

  test("a write that faults at a cached read-only translation makes the CPU forget it", () => {
    machine.reset();
    const va = directVa(machine, lowmem.start);
    const pte = machine.kernelPte(va) as Lin;
    machine.storePte(pte, machine.readPteLo(pte) & ~PTE.RW, machine.readPteHi(pte), "native_set_pte");
    machine.access(0, va, false, false);
    machine.storePte(pte, 0, 0, "native_set_pte");
    expect(machine.access(0, va, true, false)).toBe(-1);
    expect(machine.access(0, va, false, false)).toBe(-1);
  });

  test("a new space sees nothing of an earlier one with its number", () => {
    machine.reset();
    const va = vaddr(0x4000_0000);
    const space = machine.newSpace();
    machine.mapUser(space, va, lowmem.start, true);
    machine.access(space, va, false, true);
    machine.freeSpace(space);
    expect(machine.newSpace()).toBe(space);
    expect(machine.access(space, va, false, true)).toBe(-1);
  });

  test("a kernel address of x86_32 may come with its sign", () => {
    if (config === "x86_64") return;
    machine.reset();
    const va = directVa(machine, lowmem.start);
    expect(machine.access(0, va, false, false)).toBe(machine.bootMfn(lowmem.start));
    machine.storePte(machine.kernelPte(va) as Lin, 0, 0, "native_set_pte");
    machine.flushTlbOne(vaddr(va | 0));
    expect(machine.access(0, va, false, false)).toBe(-1);
  });

  test("bytes cross pages, and unwritten frames differ from each other", () => {
    machine.reset();
    const va = vaddr(directVa(machine, lowmem.start) + 4090);
    const before = machine.readBytes(0, va, 12, false)!;
    expect(before.subarray(0, 6)).not.toEqual(before.subarray(6));
    const bytes = Uint8Array.from({ length: 12 }, (_, i) => i + 1);
    expect(machine.writeBytes(0, va, bytes, false)).toBe(true);
    expect(machine.readBytes(0, va, 12, false)).toEqual(bytes);
    const first = machine.bootMfn(lowmem.start) as Mfn;
    expect(machine.frames.blockVersion(first, 4095)).toBe(1);
    expect(machine.frames.blockVersion(first, 0)).toBe(0);
  });

  test("reset undoes everything since seal", () => {
    machine.reset();
    const va = directVa(machine, lowmem.start);
    const pte = machine.kernelPte(va) as Lin;
    const before = machine.readBytes(0, va, 16, false);
    machine.writeBytes(0, va, new Uint8Array(16), false);
    machine.storePte(pte, 0, 0, "native_set_pte");
    machine.currentSpace = machine.newSpace();
    machine.mapUser(machine.currentSpace, vaddr(0x1_0000), lowmem.start, true);
    machine.reset();
    expect(machine.readBytes(0, va, 16, false)).toEqual(before);
    expect(machine.currentSpace).toBe(0);
    expect(machine.tables.hasSpace(1)).toBe(false);
    const i = machine.frames.indexOf(machine.bootMfn(lowmem.start));
    expect([machine.frames.refCount[i], machine.frames.typeCount[i]]).toEqual([2, 1]);
  });

  test("an entry is described by what it maps", () => {
    machine.reset();
    const describe = (pte: Lin) => machine.describePte(machine.maddrOfLin(pte) as Maddr);
    const va = directVa(machine, ballooned.start);
    expect(describe(machine.kernelPte(va) as Lin)).toEqual({ area: "direct map", va, space: 0 });
    const space = machine.newSpace();
    const user = vaddr(0x4000_3000);
    expect(describe(machine.allocUserPte(space, user) as Lin)).toEqual({ area: "user", va: user, space });
    expect(describe(machine.tables.linOf(0)).area).toBe("page table");
    expect(machine.describePte(maddr(0x5000)).area).toBe("unknown");
    if (config === "x86_64") return;
    const { pkmap, fixmap } = machine.layout;
    expect(describe(machine.kernelPte(pkmap.start) as Lin).area).toBe("pkmap");
    expect(describe(machine.kernelPte(fixmap.start) as Lin).area).toBe("fixmap");
  });
});

test("two machines built alike are alike", () => {
  const a = build("x86_64").machine;
  const b = build("x86_64").machine;
  expect(a.frames.mfn).toEqual(b.frames.mfn);
  expect(Buffer.compare(Buffer.from(a.memory), Buffer.from(b.memory))).toBe(0);
});

test("page-table pages that do not fit in the memory are refused", () => {
  const memory = new ArrayBuffer(0x1_0000);
  expect(() => new Machine(archOf("x86_64"), DEFAULT_PARAMS, memory, lin(0), new Trace())).toThrow(
    RangeError,
  );
});
