// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, test } from "vitest";
import { CONFIGS } from "../../harness/machine/config.ts";
import type { Lin } from "../../harness/machine/units.ts";
import { lin, vaddr } from "../../harness/machine/units.ts";
import { ARGS, Bench, FRONTEND, REF } from "./bench.ts";

const HOST = 2;
const HOST_PTE = 0x12;
const USER_PTE = 0x1a;

describe.each(CONFIGS)("%s", (config) => {
  const wide = config === "x86_64";

  test("a map by machine address shows the granted frame in the kernel's view, and gives all three answers", () => {
    const bench = new Bench(config);
    const frame = bench.grant();
    const answer = bench.map(bench.pteMa(0), HOST_PTE);
    expect(answer).toEqual({ ret: 0, status: 0, handle: 0, bus: frame * 4096 });
    const bits = (wide ? "801" : "800") + frame.toString(16).padStart(10, "0") + (wide ? "067" : "063");
    expect(bench.readPte(bench.pte(0))).toBe(bits);
    expect(bench.machine.access(0, bench.balloonedVa(0), true, false)).toBe(frame);
    expect(bench.hv.entryFlags(FRONTEND, REF)).toBe(0x19);
    expect(bench.hv.isGrantedPte(bench.pteMa(0))).toBe(true);
  });

  test("application_map makes the entry the user's", () => {
    const bench = new Bench(config);
    const frame = bench.grant();
    const space = bench.machine.newSpace();
    const pte = bench.machine.allocUserPte(space, vaddr(0x4000_0000)) as Lin;
    expect(bench.map(bench.machine.maddrOfLin(pte), USER_PTE).status).toBe(0);
    expect(bench.readPte(pte).slice(-3)).toBe(wide ? "167" : "067");
    expect(bench.machine.access(space, vaddr(0x4000_0000), true, true)).toBe(frame);
  });

  test("an unmap empties the entry, flushes once, and frees the grant", () => {
    const bench = new Bench(config);
    bench.grant();
    const { handle } = bench.map(bench.pteMa(0), HOST_PTE);
    bench.events();
    expect(bench.unmap(handle, bench.pteMa(0))).toBe(0);
    expect(bench.kinds()).toEqual(["pte-write", "grant-op", "tlb-flush", "hypercall"]);
    expect(bench.readPte(bench.pte(0))).toBe("0000000000000000");
    expect(bench.hv.entryFlags(FRONTEND, REF)).toBe(1);
    expect(bench.hv.liveHandles()).toEqual([]);
  });

  test("two 64-bit words of a multicall's update arrive whole", () => {
    const bench = new Bench(config);
    const word = wide ? 8 : 4;
    const frame = bench.hv.frontendMfn(0 as never, 2);
    const lo = ((frame << 12) | 0x63) >>> 0;
    const hi = (0x8000_0000 | (frame >>> 20)) >>> 0;
    const put = (i: number, value: number): void => {
      if (wide) bench.put64(ARGS + i * word, value);
      else bench.view.setUint32(ARGS + i * word, value >>> 0, true);
    };
    put(0, 14);
    put(2, bench.balloonedVa(3));
    bench.view.setUint32(ARGS + 3 * word, lo, true);
    bench.view.setUint32(ARGS + 3 * word + 4, hi, true);
    put(wide ? 4 : 5, 2);
    expect(bench.hv.multicall(ARGS, 1)).toBe(0);
    expect(bench.view.getInt32(ARGS + word, true)).toBe(0);
    expect(bench.machine.access(0, bench.balloonedVa(3), true, false)).toBe(frame);
  });
});

test("a failed map writes its status and nothing else", () => {
  const bench = new Bench();
  bench.view.setUint32(ARGS + 20, 77, true);
  bench.put64(ARGS + 24, 0xab_cdef);
  expect(bench.map(bench.pteMa(0), HOST_PTE)).toEqual({ ret: 0, status: -1, handle: 77, bus: 0xab_cdef });
});

test("the hypercall goes on after an operation that failed, and returns 0", () => {
  const bench = new Bench();
  bench.grant();
  bench.putMap(ARGS, bench.pteMa(0), HOST_PTE, 99);
  bench.putMap(ARGS + 32, bench.pteMa(1), HOST_PTE, REF);
  expect(bench.hv.grantTableOp(0, ARGS, 2)).toBe(0);
  expect([18, 50].map((at) => bench.view.getInt16(ARGS + at, true))).toEqual([-1, 0]);
});

test("arguments outside the memory, or near NULL, are -EFAULT", () => {
  const bench = new Bench();
  expect(bench.hv.grantTableOp(0, lin(0x1000), 1)).toBe(-14);
  expect(bench.hv.grantTableOp(0, lin(0x20_0000 - 8), 1)).toBe(-14);
  expect(bench.hv.grantTableOp(99, ARGS, 1)).toBe(-38);
});

test("a writable map of a page table is refused, a read-only one is not", () => {
  const bench = new Bench();
  const table = bench.machine.tables.mfn[0]!;
  bench.hv.grantAccess(0 as never, REF, 0 as never, table as never, false);
  expect(bench.map(bench.pteMa(0), HOST_PTE, REF, 0).status).toBe(-1);
  expect(bench.map(bench.pteMa(0), HOST_PTE | 4, REF, 0).status).toBe(0);
});

test("a granter cannot end access while its page is mapped", () => {
  const bench = new Bench();
  bench.grant();
  const { handle } = bench.map(bench.balloonedVa(0), HOST);
  expect(bench.hv.endAccess(FRONTEND, REF)).toBe(false);
  bench.unmap(handle, bench.balloonedVa(0));
  expect(bench.hv.endAccess(FRONTEND, REF)).toBe(true);
  expect(bench.map(bench.balloonedVa(0), HOST).status).toBe(-1);
});

test("a batch is flushed once for every 32 operations", () => {
  const bench = new Bench("x86_64", { balloonedPages: 40 });
  bench.grant();
  const handles = Array.from({ length: 40 }, (_, i) => bench.map(bench.pteMa(i), HOST_PTE).handle);
  handles.forEach((handle, i) => {
    bench.putUnmap(ARGS + 24 * i, handle, bench.pteMa(i));
  });
  bench.events();
  expect(bench.hv.grantTableOp(1, ARGS, 40)).toBe(0);
  expect(bench.kinds().filter((kind) => kind === "tlb-flush").length).toBe(2);
});

test("a batch that unmaps nothing flushes nothing", () => {
  const bench = new Bench();
  bench.unmap(5, bench.pteMa(0));
  expect(bench.kinds()).toEqual(["grant-op", "hypercall"]);
});

test("a forced status is the nth operation's of its kind, and the operation is not performed", () => {
  const bench = new Bench();
  bench.grant();
  bench.hv.inject.opStatus = (op, nth) => (op === "map_grant_ref" && nth === 1 ? -12 : null);
  expect(bench.map(bench.pteMa(0), HOST_PTE).status).toBe(0);
  expect(bench.map(bench.pteMa(1), HOST_PTE).status).toBe(-12);
  expect(bench.readPte(bench.pte(1))).toBe("0000000000000000");
  expect(bench.hv.liveHandles().length).toBe(1);
});

test("a forced return performs nothing, and is in the trace", () => {
  const bench = new Bench();
  bench.grant();
  bench.hv.inject.callReturn = (call) => (call === "grant_table_op" ? -14 : null);
  expect(bench.map(bench.pteMa(0), HOST_PTE).ret).toBe(-14);
  expect(bench.events()).toEqual([
    { kind: "hypercall", call: "grant_table_op", op: "map_grant_ref", count: 1, ret: -14 },
  ]);
});

test("reset forgets handles, entries and injected faults", () => {
  const bench = new Bench();
  bench.grant();
  bench.map(bench.pteMa(0), HOST_PTE);
  bench.hv.inject.callReturn = () => -14;
  bench.machine.reset();
  bench.hv.reset();
  expect(bench.hv.liveHandles()).toEqual([]);
  expect(bench.hv.entryFlags(FRONTEND, REF)).toBe(0);
  bench.grant();
  expect(bench.map(bench.pteMa(0), HOST_PTE)).toMatchObject({ ret: 0, status: 0, handle: 0 });
});

test("a live handle tells who granted what and where it is mapped", () => {
  const bench = new Bench();
  const frame = bench.grant();
  bench.map(bench.pteMa(4), HOST_PTE | 1);
  expect(bench.hv.liveHandles()).toEqual([
    {
      handle: 0,
      granter: FRONTEND,
      ref: REF,
      mfn: frame,
      flags: 0x13,
      hostPins: 1,
      devicePins: 1,
      where: [bench.pteMa(4)],
    },
  ]);
});

test("maptrack limits are counted in frames of 256, of which one entry stays free", () => {
  const bench = new Bench("x86_64", { maptrackEntries: 256 });
  for (let ref = 8; ref < 11; ref++) bench.grant(ref as never, ref - 8);
  let status = 0;
  let made = 0;
  for (; made < 300; made++) {
    status = bench.map(0, 5, 8 + Math.floor(made / 100)).status;
    if (status !== 0) break;
  }
  expect([made, status]).toEqual([255, -13]);
});

test("an event is sent, and what Xen has beside that is not answered", () => {
  const bench = new Bench();
  expect(bench.hv.eventChannelOp(4, ARGS)).toBe(0);
  expect(bench.hv.eventChannelOp(15, ARGS)).toBe(-38);
  expect(bench.kinds()).toEqual(["hypercall", "hypercall"]);
  expect(() => bench.hv.eventChannelOp(5, ARGS)).toThrow(
    "unmodelled hypercall event_channel_op, operation 5",
  );
});
