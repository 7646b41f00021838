// SPDX-License-Identifier: GPL-2.0-only
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { namesLike } from "../../harness/base/names-like.ts";

const NAMES = ["memory-leak", "grant-leak", "use-after-free", "hang", "fixed", "not-run"];

describe("names like a word", () => {
  it.each([
    ["memry-leek", ["memory-leak"]],
    ["LEAK", ["memory-leak", "grant-leak"]],
    ["hagn", ["hang"]],
    ["fixd", ["fixed"]],
    ["quaternion", []],
    ["", []],
  ])("of %j are %j", (typed, wanted) => {
    expect(namesLike(typed, NAMES, 3)).toEqual(wanted);
  });

  it("have a name of which one letter was typed otherwise", () => {
    const slip = fc.record({
      name: fc.constantFrom(...NAMES),
      at: fc.nat(),
      letter: fc.constantFrom(..."abcxyz"),
      kind: fc.constantFrom("put in", "left out", "replaced"),
    });
    fc.assert(
      fc.property(slip, ({ name, at, letter, kind }) => {
        const i = at % name.length;
        const rest = name.slice(kind === "put in" ? i : i + 1);
        const typed = name.slice(0, i) + (kind === "left out" ? "" : letter) + rest;
        expect(namesLike(typed, NAMES, 3)).toContain(name);
      }),
    );
  });

  it("are three at most, and of any text", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.array(fc.string({ maxLength: 20 })), (typed, names) => {
        expect(namesLike(typed, names, 3).length).toBeLessThanOrEqual(3);
      }),
    );
  });
});
