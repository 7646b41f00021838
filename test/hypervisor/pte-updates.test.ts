// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, test } from "vitest";
import { GuestFault } from "../../harness/hypervisor/guest-fault.ts";
import { domid, lin, type Mfn, vaddr } from "../../harness/machine/units.ts";
import { ARGS, Bench, FRONTEND } from "./bench.ts";

const HOST_PTE = 0x12;
const SELF = 0x7ff0;

const lo = (frame: Mfn, flags: number): number => ((frame << 12) | flags) >>> 0;
const hi = (frame: Mfn): number => (0x8000_0000 | (frame >>> 20)) >>> 0;

const request = (bench: Bench, i: number, ptr: number, low: number, high: number): void => {
  bench.put64(ARGS + 16 * i, ptr);
  bench.view.setUint32(ARGS + 16 * i + 8, low, true);
  bench.view.setUint32(ARGS + 16 * i + 12, high, true);
};

describe("an ordinary update", () => {
  test("of an own frame is done, marked as the kernel's on x86_64", () => {
    const bench = new Bench();
    const frame = bench.hv.frontendMfn(domid(0), 0);
    request(bench, 0, bench.pteMa(0), lo(frame, 0x63), hi(frame));
    expect(bench.hv.mmuUpdate(ARGS, 1, lin(0), SELF)).toBe(0);
    expect(bench.readPte(bench.pte(0)).slice(0, 3)).toBe("801");
    expect(bench.readPte(bench.pte(0)).slice(-3)).toBe("067");
  });

  test("to the middle of an entry is no request that mmu_update knows", () => {
    const bench = new Bench();
    bench.events();
    bench.put64(ARGS, bench.pteMa(0) + 4);
    bench.put64(ARGS + 8, 0);
    expect(bench.hv.mmuUpdate(ARGS, 1, lin(0), SELF)).toBe(-38);
    expect(bench.events()[0]).toMatchObject({
      kind: "pte-refused",
      reason: "not the address of an entry",
      errno: 38,
    });
  });

  test("of another domain's frame is -EBUSY, and says why", () => {
    const bench = new Bench();
    const frame = bench.hv.frontendMfn(FRONTEND, 0);
    request(bench, 0, bench.pteMa(0), lo(frame, 0x63), hi(frame));
    expect(bench.hv.mmuUpdate(ARGS, 1, lin(0), SELF)).toBe(-16);
    expect(bench.events()[0]).toMatchObject({ kind: "pte-refused", errno: 16 });
    expect(bench.readPte(bench.pte(0))).toBe("0000000000000000");
  });

  test("of another domain's frame is done if that domain is named", () => {
    const bench = new Bench();
    const frame = bench.hv.frontendMfn(FRONTEND, 0);
    request(bench, 0, bench.pteMa(0), lo(frame, 0x63), hi(frame));
    expect(bench.hv.mmuUpdate(ARGS, 1, lin(0), FRONTEND)).toBe(0);
    expect(bench.hv.mmuUpdate(ARGS, 1, lin(0), 0)).toBe(-3);
    expect(bench.hv.mmuUpdate(ARGS, 1, lin(0), 77)).toBe(-3);
  });

  test("may map a page table read-only, not writable", () => {
    const bench = new Bench();
    const table = bench.machine.tables.mfn[0]! as Mfn;
    expect(bench.hv.updateVaMapping(bench.balloonedVa(0), lo(table, 0x63), hi(table), 0)).toBe(-16);
    expect(bench.hv.updateVaMapping(bench.balloonedVa(0), lo(table, 0x61), hi(table), 0)).toBe(0);
  });

  test("stops at the first request that fails and counts those before", () => {
    const bench = new Bench();
    const frame = bench.hv.frontendMfn(domid(0), 0);
    request(bench, 0, bench.pteMa(0), lo(frame, 0x63), hi(frame));
    request(bench, 1, 0x1000, lo(frame, 0x63), hi(frame));
    request(bench, 2, bench.pteMa(1), lo(frame, 0x63), hi(frame));
    const done = lin(ARGS + 0x100);
    let looked = 0;
    bench.hv.context.onMmuRequest = () => looked++;
    expect(bench.hv.mmuUpdate(ARGS, 3, done, SELF)).toBe(-22);
    // those behind it cost nothing: a list of hundreds that fail is handed over anew for each
    expect(looked).toBe(2);
    expect(bench.view.getUint32(done, true)).toBe(1);
    expect(bench.readPte(bench.pte(1))).toBe("0000000000000000");
  });

  test("preserves accessed and dirty bits when asked", () => {
    const bench = new Bench();
    const frame = bench.hv.frontendMfn(domid(0), 0);
    bench.hv.updateVaMapping(bench.balloonedVa(0), lo(frame, 0x63), hi(frame), 0);
    request(bench, 0, bench.pteMa(0) + 2, lo(frame, 0x03), hi(frame));
    expect(bench.hv.mmuUpdate(ARGS, 1, lin(0), SELF)).toBe(0);
    expect(bench.readPte(bench.pte(0)).slice(-3)).toBe("067");
    request(bench, 0, bench.pteMa(0), lo(frame, 0x03), hi(frame));
    bench.hv.mmuUpdate(ARGS, 1, lin(0), SELF);
    expect(bench.readPte(bench.pte(0)).slice(-3)).toBe("007");
  });

  test("may set machine_to_phys of an own frame alone", () => {
    const bench = new Bench();
    const own = bench.hv.frontendMfn(domid(0), 0);
    request(bench, 0, own * 4096 + 1, 0x155, 0);
    expect(bench.hv.mmuUpdate(ARGS, 1, lin(0), SELF)).toBe(0);
    expect(bench.machine.m2p(own)).toBe(0x155);
    request(bench, 0, bench.hv.frontendMfn(FRONTEND, 0) * 4096 + 1, 0x155, 0);
    expect(bench.hv.mmuUpdate(ARGS, 1, lin(0), SELF)).toBe(-22);
  });

  test("of an upper-level entry is refused", () => {
    const bench = new Bench();
    const root = bench.machine.maddrOfLin(bench.machine.tables.linOf(0));
    request(bench, 0, root, 0, 0);
    expect(bench.hv.mmuUpdate(ARGS, 1, lin(0), SELF)).toBe(-22);
  });

  test("of an address without a table is -EINVAL", () => {
    const bench = new Bench();
    expect(bench.hv.updateVaMapping(vaddr(0x10000), 0, 0, 0)).toBe(-22);
  });

  test("flushes as its flags ask", () => {
    const bench = new Bench();
    bench.hv.updateVaMapping(bench.balloonedVa(0), 0, 0, 2);
    bench.hv.updateVaMapping(bench.balloonedVa(0), 0, 0, 1);
    bench.hv.updateVaMapping(bench.balloonedVa(0), 0, 0, 0);
    const flushed = bench.events().flatMap((e) => (e.kind === "tlb-flush" ? [e.va] : []));
    expect(flushed).toEqual([bench.balloonedVa(0), -1]);
  });
});

/** A bench with an entry that maps another domain's granted page, and the halves of that entry. */
function grantedEntry() {
  const bench = new Bench();
  bench.grant();
  bench.map(bench.pteMa(0), HOST_PTE);
  bench.events();
  const pte = bench.pte(0);
  return { bench, pte, lo: bench.machine.readPteLo(pte), hi: bench.machine.readPteHi(pte) };
}

describe("a write over a live granted entry", () => {
  test("happens, leaks the handle, and is reported", () => {
    const bench = new Bench();
    const frame = bench.grant();
    const { handle } = bench.map(bench.pteMa(0), HOST_PTE);
    bench.events();
    expect(bench.hv.trapPteWrite(bench.pte(0), 0, 0)).toBe(true);
    expect(bench.events().at(-1)).toEqual({
      kind: "implicit-unmap",
      by: "native_set_pte",
      maddr: bench.pteMa(0),
      mfn: frame,
      handle,
    });
    expect(bench.hv.isGrantedPte(bench.pteMa(0))).toBe(false);
    expect(bench.hv.liveHandles()[0]).toMatchObject({ handle, where: [] });
    expect(bench.unmap(handle, bench.pteMa(0))).toBe(-1);
  });

  test("that changes software bits alone is no unmap", () => {
    const { bench, lo, hi } = grantedEntry();
    expect(bench.hv.updateVaMapping(bench.balloonedVa(0), lo | 0x200, hi, 0)).toBe(0);
    expect(bench.kinds()).toEqual(["pte-write", "hypercall"]);
    expect(bench.hv.isGrantedPte(bench.pteMa(0))).toBe(true);
  });

  test("by a trapped store faults for another domain's frame, whatever bits change (recorded: impl.foreign_rw.ptwr.avl9)", () => {
    const { bench, pte, lo, hi } = grantedEntry();
    expect(bench.hv.trapPteWrite(pte, lo | 0x200, hi)).toBe(false);
    expect(bench.kinds()).toEqual(["pte-refused"]);
    expect(bench.hv.isGrantedPte(bench.pteMa(0))).toBe(true);
  });

  test("faults the guest of a debug Xen, after the write", () => {
    const bench = new Bench("x86_64", { xenDebug: true });
    bench.grant();
    bench.map(bench.pteMa(0), HOST_PTE);
    expect(() => bench.hv.updateVaMapping(bench.balloonedVa(0), 0, 0, 0)).toThrow(GuestFault);
    expect(bench.readPte(bench.pte(0))).toBe("0000000000000000");
    bench.map(bench.pteMa(1), HOST_PTE);
    expect(bench.hv.trapPteWrite(bench.pte(1), 0, 0)).toBe(false);
  });

  test("by the end of its address space is one too", () => {
    const bench = new Bench();
    bench.grant();
    const space = bench.machine.newSpace();
    const pte = bench.machine.allocUserPte(space, vaddr(0x4000_0000));
    bench.map(bench.machine.maddrOfLin(lin(pte)), 0x1a);
    bench.events();
    bench.machine.freeSpace(space);
    expect(bench.kinds()).toEqual(["implicit-unmap"]);
  });
});

test("a handle unmapped at another one's entry leaves that one with its own", () => {
  const bench = new Bench();
  bench.grant();
  const a = bench.map(bench.pteMa(0), HOST_PTE).handle;
  const b = bench.map(bench.pteMa(1), HOST_PTE).handle;
  expect(bench.unmap(a, bench.pteMa(1))).toBe(0);
  expect(bench.hv.liveHandles()).toMatchObject([{ handle: b, where: [bench.pteMa(0)] }]);
  expect(bench.unmap(b, bench.pteMa(0))).toBe(0);
});

test("unmap_and_replace moves an entry, and the grant it shows with it", () => {
  const bench = new Bench();
  bench.grant();
  bench.grant(9 as never, 1);
  const a = bench.map(bench.balloonedVa(0), 2).handle;
  const b = bench.map(bench.balloonedVa(1), 2, 9).handle;
  bench.put64(ARGS, bench.balloonedVa(0));
  bench.put64(ARGS + 8, bench.balloonedVa(1));
  bench.view.setUint32(ARGS + 16, a, true);
  expect(bench.hv.grantTableOp(7, ARGS, 1)).toBe(0);
  expect(bench.view.getInt16(ARGS + 20, true)).toBe(0);
  expect(bench.hv.liveHandles()).toMatchObject([{ handle: b, where: [bench.pteMa(0)] }]);
  expect(bench.readPte(bench.pte(1))).toBe("0000000000000000");
});

test("references are given back: a frame mapped and unmapped counts as before", () => {
  const bench = new Bench();
  const frame = bench.grant();
  const i = bench.machine.frames.indexOf(frame);
  const counts = () => [bench.machine.frames.refCount[i], bench.machine.frames.typeCount[i]];
  const before = counts();
  const { handle } = bench.map(bench.pteMa(0), HOST_PTE | 1);
  expect(counts()).not.toEqual(before);
  bench.unmap(handle, bench.pteMa(0), frame * 4096);
  expect(counts()).toEqual(before);
});
