// SPDX-License-Identifier: GPL-2.0-only
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changedLines } from "../../harness/base/changed-lines.ts";

describe("the lines in which two texts differ", () => {
  it("are none for equal texts", () => {
    expect(changedLines("a\nb\n", "a\nb\n")).toEqual({ before: [], after: [] });
  });

  it("are counted in each text by itself", () => {
    expect(changedLines("a\nb\nc\n", "x\ny\na\nB\nc\n")).toEqual({ before: [1, 2], after: [1, 2, 4] });
  });

  it("name the line before the place on the side that has nothing there", () => {
    expect(changedLines("a\nb\nc\n", "a\nb\nnew\nc\n")).toEqual({ before: [2], after: [3] });
    expect(changedLines("a\nb\nold\nc\n", "a\nb\nc\n")).toEqual({ before: [3], after: [2] });
  });

  it("are the same the other way round", () => {
    const text = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 12 }).map((lines) => lines.join("\n"));
    fc.assert(
      fc.property(text, text, (x, y) => {
        const [there, back] = [changedLines(x, y), changedLines(y, x)];
        expect(there.before.length > 0 || there.after.length > 0).toBe(x !== y);
        expect(back.before.length > 0 || back.after.length > 0).toBe(x !== y);
      }),
    );
  });
});
