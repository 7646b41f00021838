// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it, test } from "vitest";
import { Argument } from "../../../harness/subject/privcmd/call-privcmd.ts";
import { FOREIGN_LEAKS } from "../../../harness/subject/privcmd/foreign-leaks.ts";
import { privcmdIoctl } from "../../../harness/subject/privcmd/ioctls.ts";
import { FRONTEND } from "../../hypervisor/bench.ts";
import { FakeRun } from "./fake-run.ts";

test("ioctls have the numbers of the public header", () => {
  expect(privcmdIoctl("hypercall", 8)).toBe(0x0030_5000);
  expect(privcmdIoctl("mmap", 8)).toBe(0x0010_5002);
  expect(privcmdIoctl("mmap", 4)).toBe(0x000c_5002);
  expect(privcmdIoctl("mmapbatch_v2", 8)).toBe(0x0020_5004);
  expect(privcmdIoctl("restrict", 4)).toBe(0x0002_5006);
});

describe("an argument", () => {
  const bytes = (longBytes: number): number[] => [
    ...new Argument(longBytes).u16(7).u32(1).long(-1).u16(2).u64(0x1_0000_0002).bytes,
  ];

  it("is laid out as C does it where longs have eight bytes", () => {
    const all = [7, 0, 0, 0, 1, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255];
    expect(bytes(8)).toEqual([...all, 2, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0]);
  });

  it("and where they have four", () => {
    const all = [7, 0, 0, 0, 1, 0, 0, 0, 255, 255, 255, 255, 2, 0, 0, 0];
    expect(bytes(4)).toEqual([...all, 2, 0, 0, 0, 1, 0, 0, 0]);
  });
});

describe("foreign frames that something still refers to", () => {
  const leaks = (run: FakeRun): readonly object[] => FOREIGN_LEAKS.end(run.state, 0);

  it("are none of those that a grant gives", () => {
    const run = new FakeRun();
    run.bench.grant();
    expect(run.bench.map(run.bench.pteMa(0), 0x12).status).toBe(0);
    expect(leaks(run)).toEqual([]);
  });

  it("are those that an entry shows, with how many do", () => {
    const run = new FakeRun();
    const { buffer } = run.state.process("p");
    run.showFrame((buffer + 0x4000) as typeof buffer, 3);
    run.showFrame((buffer + 0x5000) as typeof buffer, 3);
    const mfn = run.bench.hv.frontendMfn(FRONTEND, 3);
    expect(leaks(run)).toEqual([{ mfn, owner: 1, references: 2 }]);
  });
});
