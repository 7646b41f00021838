// SPDX-License-Identifier: GPL-2.0-only
import { beforeEach, describe, expect, it } from "vitest";
import { GuestDied } from "../../../harness/guest/guest-died.ts";
import { DirectMapWindow } from "../../../harness/guest/memory/direct-map-window.ts";
import { archOf } from "../../../harness/machine/config.ts";
import { Machine } from "../../../harness/machine/machine.ts";
import { DEFAULT_PARAMS } from "../../../harness/machine/params.ts";
import { Trace } from "../../../harness/machine/trace.ts";
import { lin, mfn, type Pfn, pfn, vaddr } from "../../../harness/machine/units.ts";

const memory = new ArrayBuffer(0x20_0000);
const u8 = new Uint8Array(memory);
const trace = new Trace();
const machine = new Machine(archOf("x86_64"), DEFAULT_PARAMS, memory, lin(0x2_0000), trace);
const { lowmem, ballooned, directMapBase } = machine.layout;
machine.seal();

/** Where C sees a page: the lower half of its direct-map address. */
const windowOf = (page: Pfn): number => page * 4096;
const frameOf = (page: Pfn) => mfn(machine.bootMfn(page));

/** A window over one ordinary page and one that nothing is mapped at. */
const pages = [lowmem.start, ballooned.start];
let window: DirectMapWindow;
beforeEach(() => {
  machine.reset();
  u8.fill(0, 0x10_0000);
  trace.clear();
  window = new DirectMapWindow(u8, machine, () => pages);
});

describe("the direct map, as C of a tree sees it", () => {
  it("shows the bytes of the frame that a page's entry maps", () => {
    machine.frames.write(frameOf(lowmem.start), 100, 42);
    window.open();
    expect(u8[windowOf(lowmem.start) + 100]).toBe(42);
  });

  it("carries over what C wrote, as one access by the kernel at its address", () => {
    window.open();
    u8[windowOf(lowmem.start) + 7] = 99;
    window.close();
    expect(machine.frames.read(frameOf(lowmem.start), 7)).toBe(99);
    expect(trace.events).toMatchObject([
      { kind: "access", view: "kernel", write: true, va: vaddr(directMapBase + lowmem.start * 4096 + 7) },
    ]);
  });

  it("carries nothing over where C only read", () => {
    window.open();
    window.close();
    expect(trace.events).toEqual([]);
  });

  it("takes a write to a page that is not mapped for the fault that it is, even of a zero", () => {
    window.open();
    u8[windowOf(ballooned.start)] = 0;
    expect(() => window.close()).toThrow(GuestDied);
  });

  it("shows what others wrote in the meantime once it opens again", () => {
    window.open();
    window.close();
    machine.frames.write(frameOf(lowmem.start), 5, 200);
    window.open();
    expect(u8[windowOf(lowmem.start) + 5]).toBe(200);
  });
});

describe("the direct map of x86_32, which no module's memory reaches", () => {
  const bytes = new Uint8Array(0x20_0000);
  const other = new Machine(archOf("x86_32-pae"), DEFAULT_PARAMS, bytes.buffer, lin(0x2_0000), trace);
  const { lowmem: low, directMapBase: base } = other.layout;
  const at = lin(0x18_0000);
  const va = vaddr(base + low.start * 4096);
  other.windows = { at, bytes: 4096, va };
  const beyond = pfn(low.start + 1);
  const windows = new DirectMapWindow(bytes, other, () => [low.start, beyond]);

  it("is seen elsewhere, and carried over to its address", () => {
    windows.open();
    bytes[at + 7] = 99;
    windows.close();
    expect(other.frames.read(mfn(other.bootMfn(low.start)), 7)).toBe(99);
    expect(trace.events).toMatchObject([{ kind: "access", view: "kernel", write: true, va: va + 7 }]);
  });

  it("is known by either address", () => {
    expect(other.held(vaddr(at + 7))).toBe(va + 7);
    expect(other.held(vaddr(va + 7))).toBe(va + 7);
    expect(other.held(vaddr(at + 4096))).toBe(at + 4096);
  });
});
