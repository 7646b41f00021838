// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, test } from "vitest";
import { fillSlots } from "../../harness/base/fill-slots.ts";
import type { Hunk } from "../../harness/patch/diff/file-patch.ts";
import { parse } from "../support/check.ts";

const diff = (...hunks: string[]): string => `--- a/x.c\n+++ b/x.c\n${hunks.join("")}`;
const THIRD = "@@ -3,2 +3,2 @@\n three\n-four\n+FOUR\n";
const SEVENTH = "@@ -7,2 +7,3 @@\n seven\n+and\n eight\n";

async function hunks(...texts: string[]): Promise<readonly Hunk[]> {
  return (await parse(diff(...texts))).patches[0]!.files[0]!.hunks;
}

const fill = async (miniature: string, ...texts: string[]): Promise<string[]> =>
  fillSlots("x.c", miniature, await hunks(...texts)).split("\n");

test("a slot gives way to the old lines of its hunk, at the lines that the hunk's header names", async () => {
  const lines = await fill("head\n#pragma hunk 1\nmiddle\n#pragma hunk 2\ntail\n", THIRD, SEVENTH);
  expect(lines).toEqual(["head", "", "three", "four", "middle", "", "seven", "eight", "tail", ""]);
});

test("a hunk at line 1 needs nothing before it", async () => {
  expect(await fill("#pragma hunk 1\nrest\n", "@@ -1,1 +1,1 @@\n-a\n+b\n")).toEqual(["a", "rest", ""]);
});

test("a text that reaches just up to its hunk gets no blank line", async () => {
  expect(await fill("1\n2\n#pragma hunk 1\n", THIRD)).toEqual(["1", "2", "three", "four", ""]);
});

test("a pragma of another kind is text", async () => {
  expect((await fill("#pragma once\n#pragma hunk 1\n", THIRD))[0]).toBe("#pragma once");
});

describe("a miniature that does not fit its patch is refused", () => {
  test.each([
    [
      "text that is too long for its place",
      "1\n2\n3\n#pragma hunk 1\n",
      "x.c: 1 lines too many before hunk 1",
    ],
    ["a slot without a hunk", "#pragma hunk 1\n\n\n#pragma hunk 2\n", "x.c: #pragma hunk 2: no such hunk"],
    ["slots out of order", "#pragma hunk 2\n", "x.c: #pragma hunk 2: no such hunk"],
    ["a hunk without a slot", "text\n", "x.c: 1 hunks have no slot"],
  ])("%s", async (_, miniature, message) => {
    await expect(fill(miniature, THIRD)).rejects.toThrow(message);
  });
});
