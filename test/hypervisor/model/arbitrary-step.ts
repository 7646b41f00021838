// SPDX-License-Identifier: GPL-2.0-only
import fc from "fast-check";
import type {
  CopySide,
  FrameName,
  HandleName,
  NewPte,
  Operation,
  Step,
  UnmapRequest,
  Where,
} from "./operation.ts";
import { PLACES } from "./world.ts";

const SELF = 0x7ff0;
const UNKNOWN_DOM = 77;

const dom = fc.constantFrom<0 | 1 | 2>(0, 1, 1, 2);
const anyDom = fc.oneof(
  { weight: 20, arbitrary: dom },
  { weight: 1, arbitrary: fc.constantFrom(UNKNOWN_DOM, SELF) },
);
const ref = fc.oneof(
  { weight: 40, arbitrary: fc.integer({ min: 8, max: 11 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 7, 255, 256, 511, 512, 1023, 1024, 0xffff_ffff) },
);
const place = fc.nat(PLACES - 1);

const frame: fc.Arbitrary<FrameName> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ of: dom, index: fc.nat(2) }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<FrameName>({ of: "page table" }, { of: "grant table" }, { of: "nothing" }),
  },
);

const ownFrame: fc.Arbitrary<FrameName> = fc.record({ of: fc.constant<0>(0), index: fc.nat(2) });

const where: fc.Arbitrary<Where> = fc.oneof(
  { weight: 25, arbitrary: fc.record({ place, byPte: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      bad: fc.constantFrom(
        "zero" as const,
        "no table" as const,
        "misaligned" as const,
        "non-canonical" as const,
        "data page" as const,
        "upper table" as const,
      ),
    }),
  },
);

const handle: fc.Arbitrary<HandleName> = fc.oneof(
  { weight: 20, arbitrary: fc.record({ nth: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ number: fc.constantFrom(0, 1, 200, 255, 256, 4096, 0xffff_ffff) }) },
);

const unmap: fc.Arbitrary<UnmapRequest> = fc.record({
  handle,
  host: fc.oneof(
    { weight: 6, arbitrary: fc.constant("own" as const) },
    { weight: 2, arbitrary: where },
    { weight: 2, arbitrary: fc.constant(null) },
  ),
  bus: fc.constantFrom("right" as const, "right" as const, "wrong" as const, null, null),
});

const side: fc.Arbitrary<CopySide> = fc.oneof(
  fc.record({ dom: anyDom, ref }),
  fc.record({ frame: ownFrame, asDom: fc.constant(SELF) }),
  fc.record({ frame, asDom: fc.constantFrom(SELF, SELF, SELF, 0, 1, UNKNOWN_DOM) }),
);

const pte: fc.Arbitrary<NewPte> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(null) },
  { weight: 2, arbitrary: fc.record({ frame: ownFrame, writable: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ frame, writable: fc.boolean() }) },
);

/** Map flags: parts and rights as they come, PTE or VA as the address is; now and then anything. */
const MAP_FLAGS = [1, 2, 2, 2, 2, 3, 3, 5, 6, 6, 6, 7, 7, 0xa, 0xa, 0xe, 0, 4, 0x7_0002, 0xffe2];

const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      op: fc.constant("map" as const),
      dom: anyDom,
      ref,
      flags: fc.constantFrom(...MAP_FLAGS),
      where,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      op: fc.constant("unmap" as const),
      batch: fc.array(unmap, { minLength: 1, maxLength: 3 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      op: fc.constant("replace" as const),
      handle,
      host: fc.oneof({ weight: 3, arbitrary: fc.constant("own" as const) }, { weight: 1, arbitrary: where }),
      fresh: fc.option(where),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      op: fc.constant("copy" as const),
      from: side,
      to: side,
      offset: fc.constantFrom(0, 0, 1, 4095, 4096, 0xffff),
    }),
  },
  { weight: 1, arbitrary: fc.record({ op: fc.constant("swap" as const), a: ref, b: ref }) },
  {
    weight: 1,
    arbitrary: fc.record({
      op: fc.constant("transfer" as const),
      frame: fc.oneof(ownFrame, ownFrame, frame),
      dom: anyDom,
      ref,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      op: fc.constant("setup" as const),
      dom: anyDom,
      frames: fc.constantFrom(0, 1, 2, 3, 0xffff_ffff),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ op: fc.constant("version" as const), version: fc.constantFrom(1, 2, 2, 0, 3) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      op: fc.constant("write" as const),
      how: fc.oneof(
        fc.record({ by: fc.constant("update_va_mapping" as const), flush: fc.nat(3) }),
        fc.record({
          by: fc.constant("mmu_update" as const),
          asDom: fc.constantFrom(SELF, SELF, 1, 2, 0, UNKNOWN_DOM),
        }),
        fc.record({ by: fc.constant("store" as const) }),
      ),
      place,
      pte,
    }),
  },
  {
    weight: 4,
    arbitrary: fc
      .record({
        op: fc.constant("grant" as const),
        dom,
        ref: fc.integer({ min: 8, max: 11 }),
        index: fc.nat(2),
        other: fc.oneof({ weight: 6, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: frame }),
        flags: fc.constantFrom(1, 1, 1, 1, 5, 2, 0x101),
        grantee: fc.constantFrom(0, 0, 0, 0, 0, 0, 5),
      })
      // A domain mostly grants what it has.
      .map(({ index, other, ...rest }) => ({
        ...rest,
        frame: other === null ? { of: rest.dom, index } : other,
      })),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      op: fc.constant("end access" as const),
      dom,
      ref: fc.integer({ min: 8, max: 11 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ op: fc.constant("touch" as const), place, write: fc.boolean() }) },
);

/** A step of a random sequence: mostly sensible, so that sequences get somewhere. */
export const arbitraryStep: fc.Arbitrary<Step> = fc.record({ operation, wrapped: fc.boolean() });
