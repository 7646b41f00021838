// SPDX-License-Identifier: GPL-2.0-only
import { expect, it } from "vitest";
import { withoutLineChecksums } from "../../../harness/compile/lines/line-checksums.ts";

const word = (value: number): number[] => [0, 8, 16, 24].map((shift) => (value >>> shift) & 0xff);

/** A notes file of functions: identifier, checksum of the first line, checksum of the control flow. */
const notesOf = (...functions: readonly (readonly [number, number, number])[]): Uint8Array =>
  Uint8Array.from([
    ...[0x6763_6e6f, 0x3430_382a, 7].flatMap(word),
    ...functions.flatMap((one) => [
      ...[0x0100_0000, 8, ...one].flatMap(word),
      // a name and a file of one word each, and a line
      ...[1, 0x66, 1, 0x63, 3].flatMap(word),
    ]),
  ]);

it("an object's rows of numbers keep all but the checksum of the line", () => {
  const rows = [0, 0xdf62_5894, 7, 1, 0x1234_5678, 7].flatMap(word);
  const object = Uint8Array.from([1, 2, 3, ...rows, 4]);
  const stripped = withoutLineChecksums(object, notesOf([0, 0xdf62_5894, 7], [1, 0x1234_5678, 7]));
  expect([...stripped]).toEqual([1, 2, 3, ...[0, 0, 7, 1, 0, 7].flatMap(word), 4]);
});

it("the same number elsewhere stays", () => {
  const object = Uint8Array.from([3, 0xdf62_5894, 7].flatMap(word));
  expect([...withoutLineChecksums(object, notesOf([0, 0xdf62_5894, 7]))]).toEqual([...object]);
});

it("an object that counts nothing is left as it is", () => {
  const object = Uint8Array.from([1, 2]);
  expect(withoutLineChecksums(object, undefined)).toBe(object);
});
