// SPDX-License-Identifier: GPL-2.0-only
import { expect, it, test } from "vitest";
import { nearestNames } from "../../harness/base/nearest-names.ts";

const VERBS = ["mmap", "munmap", "kmap", "kunmap", "open", "close", "user-read", "direct-io"];

test.each([
  ["mmapp", "mmap"],
  ["kunmpa", "kunmap"],
  ["user_read", "user-read"],
  ["Direct-IO", "direct-io"],
  ["opne", "open"],
])("takes %s for %s", (word, name) => {
  expect(nearestNames(word, VERBS)[0]).toBe(name);
});

test.each(["reboot", "", "x", "k".repeat(1_000_000)])(
  "takes nothing for what is like none of them",
  (word) => {
    expect(nearestNames(word, VERBS)).toEqual([]);
  },
);

it("puts the nearest first", () => {
  expect(nearestNames("kunmmap", VERBS)).toEqual(["kunmap", "munmap"]);
});
