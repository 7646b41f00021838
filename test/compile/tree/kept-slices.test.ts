// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import { digestOf } from "../../../harness/compile/cache/digest-of.ts";
import { openCache } from "../../../harness/compile/cache/open-cache.ts";
import { KeptSlices } from "../../../harness/compile/tree/kept-slices.ts";
import { LazyUnit } from "../../../harness/compile/tree/lazy-unit.ts";

const TEXT = [
  '# 1 "cup.c"',
  "int boil(int);",
  "extern int level;",
  "static int heat(int cup) { return boil(cup) + level; }",
  "int pour(int cup) { return heat(cup); }",
  "int drink(int cup) { return cup; }",
  "",
].join("\n");

const NOTHING = { seams: [], behind: [], visible: [], weak: [], dropped: [], unfit: [] };
const POUR = { ...NOTHING, roots: ["pour"] };

const unit = (text: string, make = () => text): LazyUnit =>
  new LazyUnit({ digest: digestOf([text]), headers: [], errors: [] }, make);

/** As another run of the tool has it: the text is known by its digest alone. */
const unread = (text: string): LazyUnit =>
  unit(text, () => {
    throw new Error("the text was read");
  });

describe("a slice that is kept", () => {
  it("is the one that would be made, and the text is not read for it", () => {
    const kept = new KeptSlices(openCache());
    const made = new KeptSlices(null);
    kept.factsOf(unit(TEXT));
    kept.needsOf(unit(TEXT), POUR);
    kept.sliceOf(unit(TEXT), POUR);
    const again = unread(TEXT);
    expect(kept.factsOf(again)).toEqual(made.factsOf(unit(TEXT)));
    expect(kept.needsOf(again, POUR)).toEqual(["boil", "level"]);
    expect(kept.sliceOf(again, POUR)).toEqual(made.sliceOf(unit(TEXT), POUR));
  });

  it.each([
    ["other roots", { ...POUR, roots: ["pour", "drink"] }],
    ["a function that does not compile", { ...POUR, unfit: ["heat"] }],
    ["a function that is dropped", { ...POUR, dropped: ["heat"] }],
    ["a static function that others call", { ...POUR, visible: ["heat"] }],
    ["a definition that gives way", { ...POUR, weak: ["pour"] }],
    ["a function behind another one", { ...POUR, behind: ["pour"] }],
  ])("is another one with %s", (_what, options) => {
    const kept = new KeptSlices(openCache());
    const slice = kept.sliceOf(unit(TEXT), POUR);
    const other = kept.sliceOf(unit(TEXT), options);
    expect(other.text).not.toBe(slice.text);
    expect(other).toEqual(new KeptSlices(null).sliceOf(unit(TEXT), options));
  });

  it("is another one of another text", () => {
    const kept = new KeptSlices(openCache());
    kept.sliceOf(unit(TEXT), POUR);
    const other = TEXT.replace("boil(cup) + level", "boil(cup)");
    expect(kept.needsOf(unit(other), POUR)).toEqual(["boil"]);
    expect(kept.sliceOf(unit(other), POUR).text).not.toContain("level;");
  });
});
