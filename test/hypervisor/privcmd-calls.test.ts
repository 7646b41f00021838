// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it, test } from "vitest";
import { DMOP, HYPERCALL, MMUEXT, RESOURCE, XENMEM, XENVER } from "../../harness/hypervisor/constants.ts";
import type { ConfigName } from "../../harness/machine/config.ts";
import { domid, type Lin, lin, type Vaddr, vaddr } from "../../harness/machine/units.ts";
import { ARGS, Bench, FRONTEND } from "./bench.ts";

// What tools ask for by /dev/xen/privcmd, and what the kernel does on its way there.

const SELF = 0x7ff0;
const NOBODY = 77;
const END = 0x20_0000;
const CONFIGS = ["x86_64", "x86_32-pae"] as const satisfies readonly ConfigName[];

describe.each(CONFIGS)("memory_op, acquire_resource, %s", (config) => {
  const LIST = lin(ARGS + 0x1000);

  interface Asked {
    readonly dom?: number;
    readonly type?: number;
    readonly id?: number;
    readonly frames?: number;
    readonly first?: number;
    readonly list?: number;
  }

  /** @returns the result, the number of frames and the list, as the call left them */
  function ask(asked: Asked, bench = new Bench(config), at: Lin = ARGS): readonly [number, number, number[]] {
    const { memory, structs, wide } = bench.hv.context;
    const fields = structs.acquire_resource;
    const { dom = FRONTEND, type = RESOURCE.grant_table, id = 0, frames = 0, first = 0, list = 0 } = asked;
    memory.setU16(at + fields.domid, dom);
    memory.setU16(at + fields.type, type);
    memory.setU32(at + fields.id, id);
    memory.setU32(at + fields.nr_frames, frames);
    memory.setU64(at + fields.frame, first);
    memory.setLong(at + fields.frame_list, list);
    const result = bench.hv.memoryOp(XENMEM.acquire_resource, at);
    const word = wide ? 8 : 4;
    const given = Array.from({ length: frames }, (_, i) => memory.long(LIST + i * word));
    return [result, memory.u32(at + fields.nr_frames), given];
  }

  it("says how many frames there are, if it is asked for none", () => {
    expect(ask({})).toEqual([0, 64, []]);
    expect(ask({ frames: 1 })[0]).toBe(-22);
  });

  it("gives the frames of a domain's grant table, from any one on", () => {
    const bench = new Bench(config);
    const frame = (n: number): number => bench.hv.context.grantFrame(FRONTEND, n);
    expect(ask({ list: LIST, frames: 2 }, bench)).toEqual([0, 2, [frame(0), frame(1)]]);
    expect(ask({ list: LIST, frames: 2, first: 62 }, bench)).toEqual([0, 2, [frame(62), frame(63)]]);
  });

  it("gives none beyond the end, and none of what is not there", () => {
    expect(ask({ list: LIST, frames: 2, first: 63 })[0]).toBe(-22);
    expect(ask({ list: LIST, frames: 1, id: 1 })[0]).toBe(-22);
    expect(ask({ list: LIST, frames: 1, id: 9 })[0]).toBe(-22);
    expect(ask({ list: LIST, frames: 1, type: RESOURCE.ioreq_server })[0]).toBe(-95);
  });

  it("has padding that is zero", () => {
    const bench = new Bench(config);
    bench.hv.context.memory.setU32(ARGS + bench.hv.context.structs.acquire_resource.pad, 1);
    expect(ask({}, bench)[0]).toBe(-22);
  });

  it("knows who the domain is", () => {
    expect(ask({ dom: NOBODY })[0]).toBe(-3);
    expect(ask({ dom: SELF })[0]).toBe(-3);
  });

  it("reads and writes memory that is there alone", () => {
    const bench = new Bench(config);
    expect(bench.hv.memoryOp(XENMEM.acquire_resource, lin(END - 8))).toBe(-14);
    expect(ask({ list: END - 4, frames: 1 }, bench)[0]).toBe(config === "x86_64" ? -14 : 0);
    expect(ask({ list: END - 4, frames: 2 }, bench)[0]).toBe(-14);
    expect(bench.hv.memoryOp(30, ARGS)).toBe(-38);
    expect(() => bench.hv.memoryOp(0, ARGS)).toThrow("unmodelled hypercall memory_op, operation 0");
  });
});

describe("dm_op", () => {
  const BUFS = lin(ARGS + 0x1000);

  /** A machine with a process that has a page of its own. */
  function withProcess(hvm = true): { readonly bench: Bench; readonly page: Vaddr } {
    const bench = new Bench("x86_64", { hvm });
    const { machine } = bench;
    const page = vaddr(0x7f00_0000_0000);
    machine.currentSpace = machine.newSpace();
    expect(
      machine.mapUser(machine.currentSpace, page, machine.m2p(bench.hv.frontendMfn(domid(0), 0)), true),
    ).toBe(true);
    return { bench, page };
  }

  /** @param bytes size of each buffer */
  function call(
    { bench, page }: ReturnType<typeof withProcess>,
    op: number,
    bytes: readonly number[],
    dom = 1,
  ): number {
    const { memory, structs } = bench.hv.context;
    const { machine } = bench;
    machine.writeBytes(
      machine.currentSpace,
      page,
      new Uint8Array(Uint32Array.of(op, 0, 0xffff).buffer),
      true,
    );
    bytes.forEach((size, i) => {
      const at = BUFS + i * structs.dm_op_buf.bytes;
      memory.setLong(at + structs.dm_op_buf.h, page);
      memory.setLong(at + structs.dm_op_buf.size, size);
    });
    return bench.hv.dmOp(dom, bytes.length, BUFS);
  }

  it("of a domain in a container answers in the caller's buffer, and says which page it wrote to", () => {
    const process = withProcess();
    expect(call(process, DMOP.nr_vcpus, [16])).toBe(0);
    const { machine, hv } = process.bench;
    expect([...machine.readBytes(machine.currentSpace, process.page, 12, true)!].slice(8)).toEqual([
      1, 0, 0, 0,
    ]);
    const wrote = [machine.m2p(hv.frontendMfn(domid(0), 0))];
    expect(process.bench.events()).toContainEqual({
      kind: "hypercall",
      call: "dm_op",
      op: "",
      count: 1,
      ret: 0,
      wrote,
    });
  });

  it("of a domain in none is refused", () => {
    expect(call(withProcess(false), DMOP.nr_vcpus, [16])).toBe(-22);
  });

  it("knows who the domain is, and which operation", () => {
    expect(call(withProcess(), DMOP.nr_vcpus, [16], NOBODY)).toBe(-3);
    expect(call(withProcess(), DMOP.nr_vcpus, [16], 0)).toBe(-3);
    expect(call(withProcess(), 1, [16])).toBe(-95);
  });

  it("takes two buffers and no more, and the first has to hold an operation", () => {
    expect(call(withProcess(), DMOP.nr_vcpus, [16, 8])).toBe(0);
    expect(call(withProcess(), DMOP.nr_vcpus, [16, 8, 8])).toBe(-7);
    expect(call(withProcess(), DMOP.nr_vcpus, [7])).toBe(-14);
    expect(call(withProcess(), DMOP.nr_vcpus, [])).toBe(-14);
  });

  it("reads a list and buffers that are there alone", () => {
    const process = withProcess();
    expect(process.bench.hv.dmOp(1, 1, lin(END - 8))).toBe(-14);
    process.bench.machine.currentSpace = process.bench.machine.newSpace();
    expect(call(process, DMOP.nr_vcpus, [16])).toBe(-14);
  });
});

describe.each(CONFIGS)("mmuext_op, %s", (config) => {
  const DONE = lin(ARGS + 0x800);
  const MASK = ARGS + 0x900;

  /** @returns the result, how many are told to be done, and what was flushed */
  function call(
    ops: readonly (readonly [cmd: number, arg1?: number, arg2?: number])[],
    dom = SELF,
    count = ops.length,
  ): readonly [number, number, number[]] {
    const bench = new Bench(config);
    const { memory, structs } = bench.hv.context;
    const { bytes, cmd, arg1, arg2 } = structs.mmuext_op;
    ops.forEach(([which, first = 0, second = 0], i) => {
      memory.setU32(ARGS + i * bytes + cmd, which);
      memory.setLong(ARGS + i * bytes + arg1, first);
      memory.setLong(ARGS + i * bytes + arg2, second);
    });
    memory.setU32(DONE, 99);
    const result = bench.hv.mmuextOp(ARGS, count, DONE, dom);
    const flushed = bench
      .events()
      .flatMap((event) => (event.kind === "tlb-flush" ? [event.va as number] : []));
    return [result, memory.u32(DONE), flushed];
  }

  it("drops all translations, or one", () => {
    expect(call([[MMUEXT.tlb_flush_local], [MMUEXT.tlb_flush_all]])).toEqual([0, 2, [-1, -1]]);
    expect(
      call([
        [MMUEXT.invlpg_local, 0x5000],
        [MMUEXT.invlpg_all, 0x6000],
      ]),
    ).toEqual([0, 2, [0x5000, 0x6000]]);
  });

  it("of several CPUs needs the mask that names them", () => {
    expect(call([[MMUEXT.tlb_flush_multi, 0, MASK]])).toEqual([0, 1, [-1]]);
    expect(call([[MMUEXT.invlpg_multi, 0x5000, MASK]])).toEqual([0, 1, [0x5000]]);
    expect(call([[MMUEXT.tlb_flush_multi]])).toEqual([-22, 0, []]);
  });

  it("stops at the first that fails, and tells how many are done", () => {
    expect(call([[MMUEXT.tlb_flush_local], [999], [MMUEXT.tlb_flush_local]])).toEqual([-38, 1, [-1]]);
  });

  it("is the caller's own alone", () => {
    expect(call([[MMUEXT.tlb_flush_local]], FRONTEND)).toEqual([-1, 0, []]);
    expect(call([[MMUEXT.tlb_flush_local]], NOBODY)).toEqual([-3, 99, []]);
    expect(call([[MMUEXT.tlb_flush_local]], 0)).toEqual([-3, 99, []]);
  });
});

test("xen_version gives major and minor, and answers no other question", () => {
  const bench = new Bench();
  const { memory } = bench.hv.context;
  const ask = (number: number, cmd: number): number => {
    memory.setLong(ARGS, cmd);
    return bench.hv.privcmdCall(number, ARGS);
  };
  expect(ask(HYPERCALL.xen_version, XENVER.version)).toBe(0x4_0011);
  expect(ask(HYPERCALL.xen_version, 11)).toBe(-38);
  expect(() => ask(HYPERCALL.xen_version, 1)).toThrow("unmodelled hypercall xen_version, operation 1");
  expect(() => ask(HYPERCALL.grant_table_op, 0)).toThrow("unmodelled hypercall number 20");
  expect(ask(60, XENVER.version)).toBe(-38);
});

describe("a call of mmu_update that is made to fail", () => {
  const DONE = lin(ARGS + 0x800);

  /** Three requests, of which some are done. @returns the result, and what Xen says is done */
  function update(before: number | null): readonly [number, number, string[]] {
    const bench = new Bench();
    const frame = bench.hv.frontendMfn(domid(0), 0);
    for (let i = 0; i < 3; i++) {
      bench.put64(ARGS + 16 * i, bench.pteMa(i));
      bench.view.setUint32(ARGS + 16 * i + 8, ((frame << 12) | 0x61) >>> 0, true);
      bench.view.setUint32(ARGS + 16 * i + 12, frame >>> 20, true);
    }
    bench.view.setUint32(DONE, 99, true);
    bench.hv.inject.callReturn = () => -12;
    if (before !== null) bench.hv.inject.before = { requests: before, done: () => {} };
    const result = bench.hv.mmuUpdate(ARGS, 3, DONE, SELF);
    const mapped = [0, 1, 2].filter((i) => bench.readPte(bench.pte(i)) !== "0000000000000000").map(String);
    return [result, bench.view.getUint32(DONE, true), mapped];
  }

  it("tells that none of its requests was done", () => {
    expect(update(null)).toEqual([-12, 0, []]);
  });

  it("does those before the one that fails, and never all", () => {
    expect(update(1)).toEqual([-12, 1, ["0"]]);
    expect(update(9)).toEqual([-12, 2, ["0", "1"]]);
  });
});
