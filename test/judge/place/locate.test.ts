// SPDX-License-Identifier: GPL-2.0-only
import { beforeAll, describe, expect, it } from "vitest";
import { makeViews, type Views } from "../../../harness/base/make-views.ts";
import { LineMap } from "../../../harness/compile/lines/line-map.ts";
import { locate, type SideText, whoDidIt } from "../../../harness/judge/place/locate.ts";
import { parse } from "../../support/check.ts";
import { baseOf } from "../../support/views.ts";

const FILE = Array.from({ length: 20 }, (_, i) => `l${i + 1}`);
const DIFF = [
  "--- a/lib/cup.c",
  "+++ b/lib/cup.c",
  "@@ -4,3 +4,4 @@",
  " l4",
  "-l5",
  "+\t\tn5   =  1;",
  "+n6",
  " l6",
  "@@ -14,3 +15,3 @@",
  " l14",
  "-l15",
  "+n15",
  " l16",
  "",
].join("\n");

let views: Views;
beforeAll(async () => {
  const files = new Map([
    ["lib/cup.c", `${FILE.join("\n")}\n`],
    ["lib/pot.c", `${FILE.join("\n")}\n`],
  ]);
  views = makeViews(baseOf(files), (await parse(DIFF)).patches, false);
});

/** A stack whose frames, innermost first, are at these places. */
function placeOf(frames: readonly (readonly [string, number])[], side: "before" | "after" = "after") {
  const sources = [...new Set(frames.map(([file]) => file))];
  const rows = frames.map(([file, line], i) => [100 * (i + 1), sources.indexOf(file), line, -1]);
  const functions = frames.map(([file, line], i) => [100 * (i + 1), `${file.split("/").at(-1)}_${line}`]);
  const text: SideText = {
    side,
    view: views[side],
    lines: new LineMap(JSON.stringify({ sources, rows, functions, inlined: [] })),
    placed: views.placed,
    isOld: side === "before",
  };
  return locate(frames.map((_, i) => 100 * (i + 1)).join(" "), text);
}

const CUP = "lib/cup.c";
const POT = "lib/pot.c";

describe("the line of a finding is", () => {
  it("the innermost one that the patch changes, whatever lies inside of it", () => {
    expect(placeOf([[POT, 3], [CUP, 4], [CUP, 5], [CUP, 16]])).toMatchObject({ file: CUP, line: 5 }); // biome-ignore format: one row
  });

  it("else the innermost one in a hunk", () => {
    expect(placeOf([[POT, 3], [CUP, 9], [CUP, 7], [CUP, 15]])).toMatchObject({ file: CUP, line: 7 }); // biome-ignore format: one row
  });

  it("else the innermost one of kernel code", () => {
    expect(placeOf([["csrc/runtime/services.c", 7], [POT, 3], [CUP, 9]])).toMatchObject({ file: POT, line: 3 }); // biome-ignore format: one row
  });

  it("else one of the runtime, rather than none", () => {
    expect(placeOf([["csrc/runtime/services.c", 7]])).toMatchObject({ file: "csrc/runtime/services.c" });
  });

  it("none without a stack", () => {
    expect(placeOf([])).toEqual({ file: "", line: 0, function: "", side: "after", code: "", hunk: null });
  });

  it("not that of a wrapper around an import", () => {
    const wrapper = ["csrc/include/hunkbox/imports.h", 12] as const;
    expect(placeOf([wrapper])).toMatchObject({ file: "", line: 0 });
  });
});

describe("a place", () => {
  it("has the text of its line, with single blanks, and its function", () => {
    expect(placeOf([[CUP, 5]])).toMatchObject({ code: "n5 = 1;", function: "cup.c_5" });
  });

  it("names its hunk by its number in the file and its line in the mail", () => {
    expect(placeOf([[CUP, 5]]).hunk).toEqual({ number: 1, inputLine: 3 });
    expect(placeOf([[CUP, 16]]).hunk).toEqual({ number: 2, inputLine: 9 });
  });

  it("outside of all hunks has none", () => {
    expect(placeOf([[CUP, 10]]).hunk).toBeNull();
    expect(placeOf([[POT, 5]]).hunk).toBeNull();
  });

  it.each([
    ["before", 4, 1],
    ["before", 6, 1],
    ["before", 7, null],
    ["before", 14, 2],
    ["before", 16, 2],
    ["after", 7, 1],
    ["after", 8, null],
    ["after", 14, null],
    ["after", 17, 2],
  ] as const)("on the %s side at line %i is in hunk %s", (side, line, hunk) => {
    expect(placeOf([[CUP, line]], side).hunk?.number ?? null).toBe(hunk);
  });

  it.each([
    ["before", 5, true],
    ["before", 6, false],
    ["after", 5, true],
    ["after", 6, true],
    ["after", 7, false],
  ] as const)("on the %s side at line %i is changed: %s", (side, line, changed) => {
    // a line further out that the patch changes is taken before one that it does not
    const outer = side === "before" ? 5 : 6;
    expect(placeOf([[CUP, line], [CUP, outer]], side).line).toBe(changed ? line : outer); // biome-ignore format: one row
  });
});

describe("of the frames of a stack, the one that says most", () => {
  const frame = (name: string, file = CUP) => ({ function: name, file, line: 1 });

  it("is the innermost one of a .c file, and not a header's", () => {
    expect(whoDidIt([frame("inline", "lib/cup.h"), frame("fill")])?.function).toBe("fill");
    expect(whoDidIt([frame("inline", "lib/cup.h")])?.function).toBe("inline");
    expect(whoDidIt([])).toBeUndefined();
  });

  it("is not what only carries out a write to the p2m, but who asks for it", () => {
    const setters = [frame("__set_phys_to_machine"), frame("set_phys_to_machine")];
    expect(whoDidIt([...setters, frame("m2p_add_override")])?.function).toBe("m2p_add_override");
    expect(whoDidIt(setters)?.function).toBe("__set_phys_to_machine");
  });
});
