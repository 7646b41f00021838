// SPDX-License-Identifier: GPL-2.0-only
import fc from "fast-check";
import { expect, test } from "vitest";
import { gref } from "../../harness/machine/units.ts";
import { Bench, FRONTEND } from "./bench.ts";

const REFS = 4;
const PLACES = 8;

/** A step: map a reference at a place, or unmap the nth live handle, as far as its parts go. */
const step = fc.oneof(
  fc.record({
    kind: fc.constant("map" as const),
    ref: fc.nat(REFS - 1),
    place: fc.nat(PLACES - 1),
    flags: fc.constantFrom(1, 2, 3, 5, 6, 7),
  }),
  fc.record({
    kind: fc.constant("unmap" as const),
    nth: fc.nat(9),
    host: fc.boolean(),
    device: fc.boolean(),
  }),
  fc.record({ kind: fc.constant("clear" as const), place: fc.nat(PLACES - 1) }),
);

const run = (
  check: (bench: Bench, handedOut: number | null, liveBefore: ReadonlySet<number>) => void,
): void => {
  const bench = new Bench();
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      bench.machine.reset();
      bench.hv.reset();
      bench.events();
      for (let r = 0; r < REFS; r++) bench.grant(gref(8 + r), r);
      for (const s of steps) {
        const live = bench.hv.liveHandles();
        const before = new Set(live.map((l) => l.handle as number));
        let handedOut: number | null = null;
        if (s.kind === "map") {
          const flags = s.flags | ((s.flags & 2) !== 0 ? 0x10 : 0);
          const made = bench.map(bench.pteMa(s.place), flags, 8 + s.ref);
          if (made.status === 0) handedOut = made.handle;
        } else if (s.kind === "clear") {
          bench.hv.trapPteWrite(bench.pte(s.place), 0, 0);
        } else if (live.length > 0) {
          const one = live[s.nth % live.length]!;
          bench.unmap(one.handle, s.host ? (one.where[0] ?? 0) : 0, s.device ? one.mfn * 4096 : 0);
        }
        check(bench, handedOut, before);
      }
    }),
    { numRuns: 300, seed: 1 },
  );
};

test("an entry's in-use bits say exactly what the live handles hold", () => {
  run((bench) => {
    const live = bench.hv.liveHandles();
    for (let r = 0; r < REFS; r++) {
      const own = live.filter((l) => l.ref === 8 + r && l.hostPins + l.devicePins > 0);
      const want = own.length === 0 ? 1 : own.some((l) => (l.flags & 4) === 0) ? 0x19 : 0x09;
      expect(bench.hv.entryFlags(FRONTEND, gref(8 + r))).toBe(want);
    }
  });
});

test("a live handle is never handed out again", () => {
  run((_, handedOut, before) => {
    if (handedOut !== null) expect(before.has(handedOut)).toBe(false);
  });
});

test("an entry that a handle stands for shows the handle's frame", () => {
  run((bench) => {
    for (const live of bench.hv.liveHandles())
      for (const where of live.where) {
        const pte = bench.machine.linOfMaddr(where);
        const place = Array.from({ length: PLACES }, (_, i) => i).find((i) => bench.pte(i) === pte)!;
        bench.machine.flushTlbAll();
        expect(bench.machine.access(0, bench.balloonedVa(place), false, false)).toBe(live.mfn);
      }
  });
});

test("references never go below what a frame's owner holds", () => {
  run((bench) => {
    for (let r = 0; r < REFS; r++) {
      const i = bench.machine.frames.indexOf(bench.hv.frontendMfn(FRONTEND, r));
      expect(bench.machine.frames.refCount[i]).toBeGreaterThanOrEqual(1);
      expect(bench.machine.frames.typeCount[i]).toBeGreaterThanOrEqual(0);
    }
  });
});
