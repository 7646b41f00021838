// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import type { Class } from "./classify.ts";
import { compareResults } from "./compare-results.ts";
import type { Answer } from "./judge-change.ts";
import type { Results } from "./results.ts";

const answer = (change: string, name: Class): Answer => ({
  change,
  kind: "bug",
  subject: "6.1",
  turn: "bug",
  exits: [1],
  seen: { exit: 1, line: "", findings: [] },
  class: name,
});

const KEPT: Results = {
  "6.1": {
    of: "linux 6.1.1",
    date: "2026-11-28",
    answers: [
      { change: "known", kind: "bug", turn: "bug", class: "missed" },
      { change: "good", kind: "bug", turn: "bug", class: "right" },
    ],
  },
};

const compare = (one: Answer): { worse: string[]; better: string[] } => {
  const { worse, better } = compareResults([one], KEPT);
  return { worse: worse.map(({ change }) => change), better: better.map(({ change }) => change) };
};

describe("a run beside the kept results", () => {
  it("is worse where a right answer is wrong now", () => {
    expect(compare(answer("good", "false"))).toEqual({ worse: ["good"], better: [] });
  });

  it("is no worse where a wrong answer is known, in the same way or another", () => {
    expect(compare(answer("known", "missed"))).toEqual({ worse: [], better: [] });
    expect(compare(answer("known", "not comparable"))).toEqual({ worse: [], better: [] });
  });

  it("is better where a known wrong answer is right now", () => {
    expect(compare(answer("known", "right"))).toEqual({ worse: [], better: ["known"] });
  });

  it("is worse with a wrong answer about a change that is new", () => {
    expect(compare(answer("new", "missed"))).toEqual({ worse: ["new"], better: [] });
    expect(compare(answer("new", "right"))).toEqual({ worse: [], better: [] });
  });
});
