// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, test } from "vitest";
import { GNTTABOP, HYPERCALL } from "../../harness/hypervisor/constants.ts";
import { domid, gref, lin, mfn, vaddr } from "../../harness/machine/units.ts";
import { ARGS, Bench, FRONTEND, REF } from "./bench.ts";

// Rules of Xen's that the recording does not show. Each names the function of Xen that it is from.

const SELF = 0x7ff0;
const BOTH_BY_PTE = 0x13;
const END = 0x20_0000;

const call = (bench: Bench, args: readonly number[], op: number = HYPERCALL.grant_table_op): number => {
  const { memory, structs, wide } = bench.hv.context;
  const at = structs.multicall_entry;
  const list = ARGS + 0x1000;
  memory.setLong(list + at.op, op);
  args.forEach((arg, i) => {
    memory.setLong(list + at.args + i * (wide ? 8 : 4), arg);
  });
  expect(bench.hv.multicall(lin(list), 1)).toBe(0);
  return bench.view.getInt32(list + at.result, true);
};

describe("unmap_common", () => {
  test("a batch that names a handle once for each part frees it once", () => {
    const bench = new Bench();
    const frame = bench.grant();
    const { handle } = bench.map(bench.pteMa(0), BOTH_BY_PTE);
    bench.putUnmap(ARGS, handle, bench.pteMa(0));
    bench.putUnmap(ARGS + 24, handle, 0, frame * 4096);
    bench.putUnmap(ARGS + 48, handle, bench.pteMa(0));
    expect(bench.hv.grantTableOp(GNTTABOP.unmap_grant_ref, ARGS, 3)).toBe(0);
    expect([20, 44, 68].map((at) => bench.view.getInt16(ARGS + at, true))).toEqual([0, 0, -4]);
    expect(bench.hv.context.maptrack.live).toBe(0);
    const fresh = [0, 1, 2].map(() => bench.map(0, 1).handle);
    expect(new Set(fresh).size).toBe(3);
    expect(bench.hv.entryFlags(FRONTEND, REF)).toBe(0x19);
  });
});

describe("gnttab_transfer", () => {
  const transfer = (bench: Bench, frame: number, dom: number, ref: number): number => {
    const at = bench.hv.context.structs.transfer;
    bench.hv.context.memory.setLong(ARGS + at.mfn, frame);
    bench.view.setUint16(ARGS + at.domid, dom, true);
    bench.view.setUint32(ARGS + at.ref, ref, true);
    expect(bench.hv.grantTableOp(GNTTABOP.transfer, ARGS, 1)).toBe(0);
    return bench.view.getInt16(ARGS + at.status, true);
  };

  test("a reference beyond the recipient's table is refused like one that does not accept", () => {
    const bench = new Bench();
    const frame = bench.machine.domainFrame(domid(0), 0);
    bench.hv.updateVaMapping(vaddr(bench.machine.layout.directMapBase + 0x100 * 4096), 0, 0, 0);
    expect(transfer(bench, frame, FRONTEND, 0xffff_ffff)).toBe(-1);
  });

  test("a grant frame is Xen's own memory and not given away", () => {
    const bench = new Bench();
    expect(transfer(bench, bench.hv.context.grantFrame(0, 0), FRONTEND, 8)).toBe(-9);
  });

  test("a frame number counts with all its 64 bits", () => {
    const bench = new Bench();
    const frame = bench.machine.domainFrame(domid(0), 0);
    bench.hv.updateVaMapping(vaddr(bench.machine.layout.directMapBase + 0x100 * 4096), 0, 0, 0);
    expect(transfer(bench, frame + 2 ** 32, FRONTEND, 8)).toBe(-9);
    expect(bench.machine.frames.owner[bench.machine.frames.indexOf(frame)]).toBe(0);
  });
});

describe("gnttab_setup_table", () => {
  test.each(["x86_64", "x86_32-pae"] as const)("%s: writes the list as far as it goes", (config) => {
    const bench = new Bench(config);
    const { memory, structs, wide } = bench.hv.context;
    const at = structs.setup_table;
    const word = wide ? 8 : 4;
    memory.setU16(ARGS + at.dom, SELF);
    memory.setU32(ARGS + at.nr_frames, 2);
    memory.setLong(ARGS + at.frame_list, END - word);
    expect(bench.hv.grantTableOp(GNTTABOP.setup_table, ARGS, 1)).toBe(0);
    expect(bench.view.getInt16(ARGS + at.status, true)).toBe(-5);
    expect(memory.long(END - word)).toBe(bench.hv.context.grantFrame(0, 0));
    expect(bench.hv.context.tables[0]!.frames).toBe(2);
  });

  test("a list above 4 GiB is none of the guest's", () => {
    const bench = new Bench();
    const at = bench.hv.context.structs.setup_table;
    bench.view.setUint16(ARGS + at.dom, SELF, true);
    bench.view.setUint32(ARGS + at.nr_frames, 1, true);
    bench.put64(ARGS + at.frame_list, 2 ** 32 + ARGS + 0x100);
    bench.hv.grantTableOp(GNTTABOP.setup_table, ARGS, 1);
    expect(bench.view.getInt16(ARGS + at.status, true)).toBe(-5);
  });
});

test("__do_update_va_mapping flushes as it is asked to, though it refuses the entry", () => {
  const bench = new Bench();
  const frame = bench.hv.frontendMfn(FRONTEND, 0);
  bench.events();
  expect(bench.hv.updateVaMapping(bench.balloonedVa(0), ((frame << 12) | 0x63) >>> 0, frame >>> 20, 1)).toBe(
    -16,
  );
  expect(bench.kinds()).toEqual(["pte-refused", "tlb-flush", "hypercall"]);
});

describe("do_mmu_update", () => {
  const request = (bench: Bench, i: number, ptr: number): void => {
    bench.put64(ARGS + 16 * i, ptr);
    const frame = bench.hv.frontendMfn(domid(0), 0);
    bench.view.setUint32(ARGS + 16 * i + 8, ((frame << 12) | 0x63) >>> 0, true);
    bench.view.setUint32(ARGS + 16 * i + 12, frame >>> 20, true);
  };

  test("the kind without translation is an ordinary one for a PV guest", () => {
    const bench = new Bench();
    request(bench, 0, bench.pteMa(0) + 3);
    expect(bench.hv.mmuUpdate(ARGS, 1, lin(0), SELF)).toBe(0);
    expect(bench.readPte(bench.pte(0))).not.toBe("0000000000000000");
  });

  test("goes on counting where a preempted call left off", () => {
    const bench = new Bench();
    request(bench, 0, bench.pteMa(0));
    const done = lin(ARGS + 0x100);
    bench.view.setUint32(done, 5, true);
    expect(bench.hv.mmuUpdate(ARGS, 0x8000_0001, done, SELF)).toBe(0);
    expect(bench.view.getUint32(done, true)).toBe(6);
  });

  test("writes the caller's own page tables alone", () => {
    const bench = new Bench();
    request(bench, 0, bench.pteMa(0));
    expect(bench.hv.mmuUpdate(ARGS, 1, lin(0), (2 << 16) | SELF)).toBe(-22);
    expect(bench.hv.mmuUpdate(ARGS, 1, lin(0), (1 << 16) | SELF)).toBe(0);
  });
});

describe("do_multicall", () => {
  test("none within another", () => {
    const bench = new Bench();
    expect(call(bench, [ARGS, 1], HYPERCALL.multicall)).toBe(-22);
    expect(call(bench, [], 99)).toBe(-38);
  });

  test("pointers count with all their bits, and a bad one is not NULL", () => {
    const bench = new Bench();
    expect(call(bench, [GNTTABOP.get_version, 2 ** 32 + ARGS, 1])).toBe(-14);
    expect(call(bench, [2 ** 32, 1, 0, SELF], HYPERCALL.mmu_update)).toBe(-14);
  });

  test("a count of mmu_update that cannot be written is not told (recorded: mmubatch.hole_done)", () => {
    const bench = new Bench();
    expect(call(bench, [ARGS, 0, 2 ** 32, SELF], HYPERCALL.mmu_update)).toBe(0);
    expect(call(bench, [ARGS, 0, 0, SELF], HYPERCALL.mmu_update)).toBe(0);
  });
});

test("a 32-bit guest's struct for get_status_frames ends four bytes earlier", () => {
  for (const [config, ret] of [
    ["x86_64", -14],
    ["x86_32-pae", 0],
  ] as const)
    expect(new Bench(config).hv.grantTableOp(GNTTABOP.get_status_frames, lin(END - 12), 1)).toBe(ret);
});

test("map_grant_ref: an entry in use keeps its frame, whatever its granter writes", () => {
  const bench = new Bench();
  const frame = bench.grant();
  bench.map(bench.pteMa(0), 0x12);
  bench.hv.context.tables[FRONTEND]!.frame[REF] = bench.hv.frontendMfn(FRONTEND, 5);
  expect(bench.map(bench.pteMa(1), 0x12).bus).toBe(frame * 4096);
  expect(bench.hv.frontendMfn(FRONTEND, 5)).not.toBe(mfn(frame));
  expect(bench.hv.endAccess(FRONTEND, gref(REF))).toBe(false);
});

test("a 32-bit guest's addresses have 32 bits: ones above them do not make a kernel address", () => {
  const bench = new Bench("x86_32-pae");
  bench.grant();
  const va = bench.balloonedVa(0);
  expect(va).toBeGreaterThan(0);
  expect(bench.map(va - 2 ** 32, 2).status).toBe(-1);
  expect(bench.map(va, 2).status).toBe(0);
});
