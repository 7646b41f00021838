// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import { loadChanges } from "./load-changes.ts";
import { questionsOf } from "./question.ts";
import { readResults } from "./results.ts";
import { keptTotals, totalsText } from "./totals.ts";

const results = readResults();

describe("what README.md says of how often the tool is right", () => {
  it("is what the kept results say", () => {
    expect(keptTotals()).toBe(totalsText(results));
  });
});

describe("the kept results", () => {
  it("answer each question that there is on what they are of, and no other", () => {
    for (const subject of Object.keys(results)) {
      const asked = loadChanges()
        .filter(({ on }) => on.some((ground) => ground === subject))
        .flatMap((change) => questionsOf(change).map(({ turn }) => `${change.name} ${turn}`));
      const answered = results[subject]!.answers.map(({ change, turn }) => `${change} ${turn}`);
      expect(answered.sort(), subject).toEqual(asked.sort());
    }
  });
});
