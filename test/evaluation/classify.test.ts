// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import { classify } from "./classify.ts";
import type { Question } from "./question.ts";
import type { Seen, SeenFinding } from "./seen.ts";

const LEAK: SeenFinding = {
  class: "regressed",
  rule: "memory-leak",
  file: "drivers/xen/gntdev.c",
  function: "gntdev_open",
  code: "priv = kzalloc(sizeof(*priv), GFP_KERNEL);",
  unexplained: false,
  scenario: "user-map-one-page",
};

const seen = (exit: number, ...findings: readonly SeenFinding[]): Seen => ({ exit, line: "", findings });

const expected = {
  rules: ["memory-leak", "error-leaves-nothing"],
  file: LEAK.file,
  functions: ["gntdev_open", "gntdev_release"],
  code: "kzalloc",
};

const BUG: Question = { turn: "bug", reverse: false, exits: [1], findings: [expected] };
const FIX: Question = { turn: "fix", reverse: true, exits: [0], findings: [expected] };
const NONE: Question = { turn: "none", reverse: false, exits: [0], findings: [] };
const UNSEEN: Question = { turn: "bug", reverse: false, exits: [4], findings: [] };

describe("an answer about a mistake that is put in", () => {
  it("is right if a finding names the mistake", () => {
    expect(classify(BUG, seen(1, LEAK), true)).toBe("right");
  });

  it.each([
    ["another rule", { ...LEAK, rule: "grant-leak" }],
    ["another function", { ...LEAK, function: "gntdev_mmap" }],
    ["another file", { ...LEAK, file: "drivers/xen/grant-table.c" }],
    ["another line", { ...LEAK, code: "return 0;" }],
    ["another class", { ...LEAK, class: "fixed" } as const],
  ])("has a wrong reason with %s", (_what, finding) => {
    expect(classify(BUG, seen(1, finding), true)).toBe("wrong reason");
  });

  it("does not depend on the text of a line on another kernel", () => {
    expect(classify(BUG, seen(1, { ...LEAK, code: "p = kmalloc(n);" }), false)).toBe("right");
  });

  it("is right with a changed result that is expected and that nothing accounts for", () => {
    const question = { ...BUG, findings: [{ rules: ["outcome"], functions: [] }] };
    const outcome = { ...LEAK, rule: "outcome", class: "changed", file: "", function: "" } as const;
    expect(classify(question, seen(1, { ...outcome, unexplained: true }), true)).toBe("right");
    expect(classify(question, seen(1, outcome), true)).toBe("wrong reason");
  });

  it("is missed if it passes, and not comparable if nothing is said", () => {
    expect(classify(BUG, seen(0), true)).toBe("missed");
    expect(classify(BUG, seen(4), true)).toBe("not comparable");
    expect(classify(BUG, seen(3), true)).toBe("not comparable");
  });
});

describe("an answer about a mistake that is taken out", () => {
  it("is right if it passes and shows the mistake as fixed", () => {
    expect(classify(FIX, seen(0, { ...LEAK, class: "fixed" }), true)).toBe("right");
  });

  it("is missed if it passes and shows nothing", () => {
    expect(classify(FIX, seen(0), true)).toBe("missed");
  });

  it("is false if it fails, unless callers see another result by right", () => {
    const fixed = { ...LEAK, class: "fixed" } as const;
    expect(classify(FIX, seen(1, fixed), true)).toBe("false");
    expect(classify({ ...FIX, exits: [0, 1] }, seen(1, fixed), true)).toBe("right");
  });
});

describe("an answer about what changes nothing", () => {
  it("is right with a mere difference on the way", () => {
    expect(classify(NONE, seen(0, { ...LEAK, class: "changed", rule: "trace" }), true)).toBe("right");
  });

  it("is right without a finding, and false with one", () => {
    expect(classify(NONE, seen(0), true)).toBe("right");
    expect(classify(NONE, seen(0, { ...LEAK, class: "changed" }), true)).toBe("false");
    expect(classify(NONE, seen(1, LEAK), true)).toBe("false");
  });
});

describe("an answer about what does not run", () => {
  it("is right if it says so, missed if it passes, false if it fails", () => {
    expect(classify(UNSEEN, seen(4), true)).toBe("right");
    expect(classify(UNSEEN, seen(0), true)).toBe("missed");
    expect(classify(UNSEEN, seen(1, LEAK), true)).toBe("false");
  });
});
