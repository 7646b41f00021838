// SPDX-License-Identifier: GPL-2.0-only
import { expect, it } from "vitest";
import type { SideText } from "../../../harness/judge/place/locate.ts";
import { takesCallsAway } from "../../../harness/judge/place/takes-calls-away.ts";

const text = (isOld: boolean, ...lines: string[]): SideText =>
  ({
    isOld,
    placed: [{ hunk: { lines: lines.map((line) => ({ op: line[0], text: line.slice(1) })) } }],
  }) as unknown as SideText;

it("a call that is removed and not added again is taken away", () => {
  expect(takesCallsAway(text(false, "-	kfree(map);"))).toBe(true);
  expect(takesCallsAway(text(false, "-	kfree(map);", "+	kfree(other);"))).toBe(false);
  expect(takesCallsAway(text(false, "-	if (err)", " 	kfree(map);"))).toBe(false);
});

it("where the sides are exchanged, what was added is taken away", () => {
  expect(takesCallsAway(text(true, "+	kfree(map);"))).toBe(true);
  expect(takesCallsAway(text(true, "-	kfree(map);"))).toBe(false);
});
