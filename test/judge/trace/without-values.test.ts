// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from "vitest";
import { withoutValues } from "../../../harness/judge/trace/without-values.ts";

test.each([
  ["read of 1 bytes at offset 3 of a 3-byte object (kzalloc)", "read of an object (kzalloc)"],
  ["write of 8 bytes at offset -8 of a freed 64-byte object (kzalloc)", "write of a freed object (kzalloc)"],
  ["write 4 bytes past the end of a 96-byte object (kmalloc)", "write past the end of an object (kmalloc)"],
  ["read of 4 bytes through a null pointer, at 0x18", "read through a null pointer"],
  [
    "copy_to_user of 8 bytes, of which those from offset 4 were never set",
    "copy_to_user, of which those were never set",
  ],
  ["kfree of memory that was freed before", "kfree of memory that was freed before"],
])("%s is, in words that hold no value, %s", (text, words) => {
  expect(withoutValues(text)).toBe(words);
});
