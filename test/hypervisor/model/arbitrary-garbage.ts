// SPDX-License-Identifier: GPL-2.0-only
import fc from "fast-check";

/** Where arguments lie: not far from the end of memory, so that a huge count ends soon. */
const ARGS = 0x1f_8000;

/** One 32-bit word of an argument: a number, or something that means something on the machine at hand. */
export type Word =
  | { readonly value: number }
  | { readonly of: Meaning; readonly index: number; readonly half: 0 | 1 };

/** Of a place: its address, its entry's machine address. Of a page: its frame number, its bus address, an entry for it. */
export type Meaning = "va" | "pte" | "frame" | "bus" | "entry";

/** One call with words that mean nothing in particular, or nearly something. */
export interface Garbage {
  readonly call:
    | "grant_table_op"
    | "mmu_update"
    | "update_va_mapping"
    | "multicall"
    | "event_channel_op"
    | "store";
  readonly cmd: number;
  readonly pointer: number;
  readonly count: number;
  /** What lies at the pointer, if it is a good one. */
  readonly words: readonly Word[];
  /** Where in a struct's words the first lies: shifts fields against each other. */
  readonly skew: number;
}

const EXTREMES = [0, 1, 2, 7, 8, 0xff, 0x7ff0, 0x7fff_ffff, 0x8000_0000, 0xffff_fff8, 0xffff_ffff];

const meaning = fc.constantFrom<Meaning>("va", "pte", "frame", "bus", "entry");

const word: fc.Arbitrary<Word> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ value: fc.nat(15) }) },
  { weight: 2, arbitrary: fc.record({ value: fc.constantFrom(...EXTREMES) }) },
  { weight: 1, arbitrary: fc.record({ value: fc.integer({ min: 0, max: 0xffff_ffff }) }) },
  // A valid address takes two words: both halves come one after the other.
  {
    weight: 4,
    arbitrary: fc.record({
      of: meaning,
      index: fc.nat(9),
      half: fc.constantFrom<0 | 1>(0, 1),
    }),
  },
);

const pair: fc.Arbitrary<readonly Word[]> = fc.oneof(
  fc.tuple(word, word),
  fc.record({ of: meaning, index: fc.nat(9) }).map((one): readonly Word[] => [
    { ...one, half: 0 },
    { ...one, half: 1 },
  ]),
);

const pointer = fc.oneof(
  { weight: 12, arbitrary: fc.constant<number>(ARGS) },
  { weight: 1, arbitrary: fc.constantFrom(ARGS + 1, ARGS + 2, ARGS + 4, ARGS + 6) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(0, 1, 0xffff, 0x1f_ffff, 0x1f_fff0, 0x20_0000, 0x7fff_ffff, 0xffff_ffff),
  },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 0xffff_ffff }) },
);

const count = fc.oneof(
  { weight: 30, arbitrary: fc.nat(4) },
  { weight: 2, arbitrary: fc.constantFrom(33, 64, 0x8000_0000, 0x8000_0002, 0xffff_ffff) },
  { weight: 1, arbitrary: fc.constantFrom(0x7fff_ffff, 1000) },
);

const call = fc.constantFrom<Garbage["call"]>(
  "grant_table_op",
  "grant_table_op",
  "grant_table_op",
  "grant_table_op",
  "mmu_update",
  "update_va_mapping",
  "multicall",
  "event_channel_op",
  "store",
);

const anything: fc.Arbitrary<Garbage> = fc.record({
  call,
  cmd: fc.oneof(
    { weight: 12, arbitrary: fc.nat(12) },
    { weight: 1, arbitrary: fc.constantFrom(13, 0xfff, 0x1000, 0x100c, 0x8000_000c, 0xffff_ffff) },
  ),
  pointer,
  count,
  words: fc.array(pair, { minLength: 1, maxLength: 12, size: "max" }).map((pairs) => pairs.flat()),
  skew: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(15) }),
});

const two = (of: Meaning, index: number): Word[] => [
  { of, index, half: 0 },
  { of, index, half: 1 },
];
const one = (value: number): Word => ({ value });
const address = fc.constantFrom<Meaning>("va", "pte", "pte");
const index = fc.nat(9);
const handle = fc.nat(4);

/** Structs as they should be, a word each time four bytes on. Repeated they make a batch. */
const wellFormed: fc.Arbitrary<{ call: Garbage["call"]; cmd: number; words: Word[] }> = fc.oneof(
  fc
    .tuple(address, index, fc.nat(31), fc.integer({ min: 8, max: 10 }), fc.nat(2))
    .map(([of, at, flags, ref, dom]) => ({
      call: "grant_table_op" as const,
      cmd: 0,
      words: [...two(of, at), one(flags), one(ref), one(dom), one(0), one(0), one(0)],
    })),
  fc.tuple(address, index, fc.boolean(), index, handle).map(([of, at, hasBus, page, number]) => ({
    call: "grant_table_op" as const,
    cmd: 1,
    words: [...two(of, at), ...(hasBus ? two("bus", page) : [one(0), one(0)]), one(number), one(0)],
  })),
  fc.tuple(address, index, index, handle).map(([of, at, fresh, number]) => ({
    call: "grant_table_op" as const,
    cmd: 7,
    words: [...two(of, at), ...two("va", fresh), one(number), one(0)],
  })),
  fc.tuple(index, index, fc.nat(3)).map(([at, page, kind]) => ({
    call: "mmu_update" as const,
    cmd: kind,
    words: [...two("pte", at), ...two("entry", page)],
  })),
);

/** A call that makes sense but for a word or two. */
const nearlyRight: fc.Arbitrary<Garbage> = fc
  .record({
    right: wellFormed,
    wrong: fc.array(fc.record({ at: fc.nat(7), word }), { maxLength: 2, size: "max" }),
    count: fc.oneof({ weight: 6, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: count }),
  })
  .map(({ right, wrong, count: times }) => {
    const words = [...right.words];
    for (const { at, word: other } of wrong) words[at % words.length] = other;
    return { ...right, words, pointer: ARGS, count: times, skew: 0 };
  });

/** A call with garbage for arguments. */
export const arbitraryGarbage: fc.Arbitrary<Garbage> = fc.oneof(
  { weight: 1, arbitrary: anything },
  { weight: 2, arbitrary: nearlyRight },
);
