// SPDX-License-Identifier: GPL-2.0-only
import { expect, it } from "vitest";
import { CLASSES } from "./classify.ts";
import { matrixOf } from "./matrix.ts";

it("counts each answer once, in the row of what was asked and in that of all", () => {
  const rows = matrixOf([
    { kind: "bug", turn: "bug", class: "right" },
    { kind: "fix", turn: "bug", class: "missed" },
    { kind: "bug", turn: "fix", class: "false" },
    { kind: "harmless", turn: "none", class: "right" },
    { kind: "unseen", turn: "fix", class: "missed" },
  ]);
  const at = (row: number, name: (typeof CLASSES)[number]): number | undefined =>
    rows[row]?.counts[CLASSES.indexOf(name)];
  expect(rows.map(({ counts }) => counts.reduce((sum, count) => sum + count, 0))).toEqual([2, 1, 1, 1, 5]);
  expect([at(0, "right"), at(0, "missed"), at(1, "false"), at(2, "right"), at(3, "missed")]).toEqual([
    1, 1, 1, 1, 1,
  ]);
});
