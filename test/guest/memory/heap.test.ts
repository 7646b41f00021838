// SPDX-License-Identifier: GPL-2.0-only
import { beforeEach, describe, expect, it } from "vitest";
import { GFP } from "../../../harness/abi/numbers.ts";
import { Locks } from "../../../harness/guest/locks.ts";
import { Heap } from "../../../harness/guest/memory/heap.ts";
import { Trace } from "../../../harness/machine/trace.ts";

const START = 64;
const ATOMIC = 0x20;

let bytes: Uint8Array;
let trace: Trace;
let heap: Heap;
beforeEach(() => {
  bytes = new Uint8Array(16 * 1024);
  trace = new Trace();
  heap = new Heap(bytes, trace, new Locks(trace));
  heap.reset(START);
});

const kmalloc = (size: number): number => heap.allocate(size, GFP.wait, false, "kmalloc");
const rules = (): string[] => trace.events.flatMap((event) => (event.kind === "rule" ? [event.rule] : []));

describe("an allocation", () => {
  it("holds no zeroes from kmalloc, and nothing else from kzalloc", () => {
    const [dirty, clean] = [kmalloc(8), heap.allocate(8, GFP.wait, true, "kzalloc")];
    expect([...bytes.subarray(dirty, dirty + 8)]).toEqual(Array(8).fill(0x5a));
    expect([...bytes.subarray(clean, clean + 8)]).toEqual(Array(8).fill(0));
  });

  it("is aligned as it was asked for", () => {
    kmalloc(1);
    expect(kmalloc(1) % 16).toBe(0);
    expect(heap.allocate(4096, GFP.wait, true, "get_zeroed_page", 4096) % 4096).toBe(0);
  });

  it("tells a module that is full from what is too large for any", () => {
    kmalloc(16 * 1024);
    kmalloc(9000);
    expect(heap.isUsedUp).toBe(false);
    expect(kmalloc(9000)).toBe(0);
    expect(heap.isUsedUp).toBe(true);
  });

  it("fails where there is no memory left, and says so", () => {
    expect(kmalloc(16 * 1024)).toBe(0);
    expect(trace.events).toMatchObject([{ kind: "alloc", lin: 0, bytes: 16 * 1024 }]);
    expect(kmalloc(8)).not.toBe(0);
  });

  it("of next to 4 GiB fails", () => {
    expect(kmalloc(0xffff_fff0)).toBe(0);
  });

  it("fails when the scenario says so", () => {
    heap = new Heap(bytes, trace, new Locks(trace), () => true);
    heap.reset(START);
    expect(kmalloc(8)).toBe(0);
  });

  it("is not handed out again when it was freed", () => {
    const first = kmalloc(8);
    heap.free(first);
    expect(kmalloc(8)).toBeGreaterThan(first);
  });

  it("is found by any of its bytes, and by no other", () => {
    const [first, second] = [kmalloc(20), kmalloc(20)];
    expect(heap.find(first + 19)?.at).toBe(first);
    expect(heap.find(first + 20)).toBeNull();
    expect(heap.find(second)?.at).toBe(second);
    expect(heap.find(START - 1)).toBeNull();
  });

  it("that may sleep breaks a rule with a spinlock held, one that may not does not", () => {
    const locks = new Locks(trace);
    heap = new Heap(bytes, trace, locks);
    heap.reset(START);
    locks.operate(0, 8);
    heap.allocate(8, ATOMIC, false, "kmalloc");
    expect(rules()).toEqual([]);
    heap.allocate(8, GFP.wait, false, "kmalloc");
    expect(rules()).toEqual(["sleep-in-atomic"]);
  });
});

describe("an address", () => {
  it("is near the object that it is in, or the nearest one whose red zone holds it", () => {
    const [first, second] = [kmalloc(20), kmalloc(20)];
    const near = [-17, -16, 0, 19, 20, second - first - 1, second - first + 35, second - first + 36];
    expect(near.map((offset) => heap.near(first + offset)?.at ?? null)).toEqual([
      ...[null, first, first, first, first, second, second, null],
    ]);
  });

  it("is near an object of boot after each reset, whose events no run has", () => {
    const atBoot = kmalloc(20);
    heap.seal();
    heap.reset(heap.top);
    expect(heap.near(atBoot + 20)).toMatchObject({ at: atBoot, event: -1, freed: -1 });
    heap.reset(heap.top);
    expect(heap.near(atBoot + 20)).toMatchObject({ at: atBoot });
    expect(heap.find(atBoot)).toBeNull();
  });
});

describe("a write that goes astray", () => {
  it.each([0, 15])("is found %i bytes past the end", (beyond) => {
    const at = kmalloc(10);
    bytes[at + 10 + beyond] = 1;
    heap.checkAll();
    expect(trace.events.at(-1)).toMatchObject({
      rule: "out-of-bounds",
      text: `write ${beyond} bytes past the end of a 10-byte object (kmalloc)`,
    });
  });

  it.each([0, 9])("is found at offset %i of a freed object", (offset) => {
    const at = kmalloc(10);
    heap.free(at);
    bytes[at + offset] = 0;
    heap.checkAll();
    expect(trace.events.at(-1)).toMatchObject({
      rule: "use-after-free",
      text: `write at offset ${offset} of a freed 10-byte object (kmalloc)`,
    });
  });

  it("inside of a live object is none", () => {
    const at = kmalloc(10);
    bytes.fill(7, at, at + 10);
    heap.checkAll();
    heap.free(at);
    heap.checkAll();
    expect(rules()).toEqual([]);
  });
});

describe("an allocation of no bytes", () => {
  it("is no memory, but may be freed, again and again", () => {
    const at = kmalloc(0);
    expect(at).toBe(16);
    expect(heap.find(at)).toBeNull();
    heap.free(at);
    heap.free(at);
    expect(rules()).toEqual([]);
    expect(heap.allocations).toEqual([]);
  });
});

describe("kfree", () => {
  it("of NULL does nothing", () => {
    heap.free(0);
    expect(trace.events).toEqual([]);
  });

  it("of the middle of an object breaks a rule, and the object stays", () => {
    const at = kmalloc(32);
    heap.free(at + 16);
    expect(rules()).toEqual(["use-after-free"]);
    expect(heap.find(at)?.live).toBe(true);
  });

  it("a second time breaks a rule", () => {
    const at = kmalloc(32);
    heap.free(at);
    heap.free(at);
    expect(rules()).toEqual(["use-after-free"]);
    expect(trace.events.filter(({ kind }) => kind === "free")).toMatchObject([{ ok: true }, { ok: false }]);
  });
});

describe("a page", () => {
  const page = (): number => heap.allocate(4096, GFP.wait, false, "__get_free_page", 4096);
  const said = (): string[] => trace.events.flatMap((event) => (event.kind === "rule" ? [event.text] : []));

  it("goes back as it came, and holds no zeroes that nobody asked for", () => {
    const at = page();
    expect(bytes[at]).toBe(0x5a);
    heap.free(at, "free_page");
    expect(rules()).toEqual([]);
    expect(heap.find(at)?.live).toBe(false);
  });

  it("given to kfree breaks a rule, as memory of kmalloc given back as a page does", () => {
    heap.free(page());
    heap.free(kmalloc(32), "free_page");
    expect(said()).toEqual([
      "kfree of memory that the page allocator gave",
      "free_page of memory that kmalloc gave",
    ]);
    expect(heap.allocations.map(({ live }) => live)).toEqual([false, false]);
  });

  it("given back twice breaks a rule", () => {
    const at = page();
    heap.free(at, "free_page");
    heap.free(at, "free_page");
    expect(said()).toEqual(["free_page of memory that was freed before"]);
  });

  it("is known as kept from the start, where who takes it keeps it", () => {
    heap.allocate(64, GFP.kept, true, "get_zeroed_page");
    heap.allocate(64, 0, true, "get_zeroed_page");
    expect(heap.allocations.map(({ kept }) => kept)).toEqual([true, false]);
    expect(trace.events.map((event) => event.kind === "alloc" && event.kept)).toEqual([true, undefined]);
  });
});

it("a reset heap starts over, with zeroes", () => {
  const first = kmalloc(100);
  heap.reset(START);
  expect(heap.allocations).toEqual([]);
  expect(bytes.every((byte) => byte === 0)).toBe(true);
  expect(kmalloc(100)).toBe(first);
});
