// SPDX-License-Identifier: GPL-2.0-only
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wrapCell } from "../../../harness/report/trace/wrap-cell.ts";

describe("text in a narrow column", () => {
  it("breaks a long name at a joint, on a line of its own", () => {
    expect(wrapCell("dom 1 host_map|application_map|contains_pte", 24, 2)).toEqual([
      "dom 1",
      "  host_map|",
      "  application_map|",
      "  contains_pte",
    ]);
  });

  it("loses nothing and fits, whatever it is", () => {
    const word = fc.stringMatching(/^[a-z|(),/_]{1,40}$/);
    const text = fc.array(word, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(text, fc.integer({ min: 12, max: 60 }), (words, width) => {
        const lines = wrapCell(words.join(" "), width, 2);
        expect(lines.filter((line) => line.length > width)).toEqual([]);
        expect(lines.join("").replace(/ /g, "")).toBe(words.join(""));
      }),
    );
  });
});
