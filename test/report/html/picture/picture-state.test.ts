// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import type { GateTables } from "../../../../harness/gate/gate-report.ts";
import { pictureShapes } from "../../../../harness/report/html/picture/picture-shapes.ts";
import { pictureState } from "../../../../harness/report/html/picture/picture-state.ts";

/** An entry that gets a granted frame at row 1, whose grant goes at row 2, and which is cleared at row 3. */
const TABLES: GateTables = {
  entries: [{ area: "user", name: "user 0x1000" }],
  frames: [
    { mfn: 0x20, owner: "domain 1", isForeign: true },
    { mfn: 0x30, owner: "own, pfn 0x3", isForeign: false },
  ],
  changes: [
    { row: -1, side: "before", entry: 0, frame: 1 },
    { row: 1, side: "before", entry: 0, frame: 0 },
    { row: 3, side: "before", entry: 0, frame: -1 },
  ],
  grants: [
    { row: 1, side: "before", frame: 0, mapped: 1 },
    { row: 2, side: "before", frame: 0, mapped: 0 },
  ],
  leftOut: 0,
};

const at = (row: number) => pictureState(TABLES, "before", row - 1, row).entries[0]!;

describe("an entry", () => {
  it("has no mark while nothing happens to it", () => {
    expect(at(0)).toMatchObject({ frame: 1, mark: "", dangles: false });
  });

  it("is marked in the row that changes it, and dangles once no grant of its frame is mapped", () => {
    expect(at(1)).toMatchObject({ frame: 0, was: 1, mark: "changed", dangles: false });
    expect(at(2)).toMatchObject({ frame: 0, mark: "", dangles: true });
    expect(at(3)).toMatchObject({ frame: -1, mark: "cleared", dangles: false });
  });

  it("is of its own side alone", () => {
    expect(pictureState(TABLES, "after", 0, 3).entries[0]).toMatchObject({ frame: -1, mark: "" });
  });
});

describe("a picture", () => {
  const texts = (row: number): string[] => {
    const states = (["before", "after"] as const).map((side) => pictureState(TABLES, side, row - 1, row));
    return pictureShapes(TABLES, states[0]!, states[1]!).shapes.flatMap(({ text }) =>
      text === "" ? [] : [text],
    );
  };

  it("says in words what it shows by colour", () => {
    expect(texts(1)).toContain("\u2260 shows 0x20 (was 0x30)");
    expect(texts(2)).toContain("\u2260 shows 0x20 (no grant)");
    expect(texts(3)).toContain("not present (cleared)");
    expect(texts(1)).toContain("domain 1, mapped 1x");
    expect(texts(2)).toContain("domain 1, mapped 0x");
  });

  it("has an arrow for each entry that shows a frame, and none for one that does not", () => {
    const arrows = (row: number): number => {
      const state = pictureState(TABLES, "before", row - 1, row);
      return pictureShapes(TABLES, state, state).shapes.filter(({ attributes }) =>
        `${attributes["class"]}`.startsWith("arrow"),
      ).length;
    };
    expect([arrows(2), arrows(3)]).toEqual([1, 0]);
  });
});
