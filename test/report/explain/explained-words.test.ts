// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import { INVARIANTS } from "../../../harness/judge/invariants/index.ts";
import { EXIT_CODES } from "../../../harness/judge/verdict/verdict.ts";
import { WORD_KINDS } from "../../../harness/report/explain/explained-words.ts";
import { findWord } from "../../../harness/report/explain/find-word.ts";
import { wordList } from "../../../harness/report/explain/word-list.ts";
import { wordReport } from "../../../harness/report/explain/word-report.ts";
import { makeScreen } from "../../../harness/report/screen.ts";
import { SUBJECTS } from "../../../harness/subject/subjects.ts";
import { expectGolden } from "../../support/golden.ts";

const WIDTH = 80;
const SCREEN = makeScreen(WIDTH, false);
const ALL = WORD_KINDS.flatMap(({ words }) => words);
const NAMES = ALL.map(({ word }) => word);

/** Why a page, or a list, cannot be read in 80 columns. */
const tooWide = (text: string): string[] => text.split("\n").filter((line) => line.length > WIDTH);

describe("what can be explained", () => {
  it("has every rule that a run is held to", () => {
    const lacking = INVARIANTS.map(({ id }) => id).filter((id) => !NAMES.includes(id));
    expect(lacking).toEqual([]);
  });

  it("has no text of a rule that does not exist", () => {
    const strays = SUBJECTS.flatMap(({ ruleTexts, invariants }) =>
      Object.keys(ruleTexts).filter((id) => !invariants.map((one): string => one.id).includes(id)),
    );
    expect(strays).toEqual([]);
  });

  it("has each word once", () => {
    expect(NAMES.filter((name, i) => NAMES.indexOf(name) !== i)).toEqual([]);
  });

  it("is listed by a line each, which fits 80 columns", () => {
    const lines = wordList(SCREEN).split("\n");
    const missing = ALL.filter(({ word, brief }) => !lines.some((one) => isLineOf(one, word, brief)));
    expect(missing.map(({ word }) => word)).toEqual([]);
    expect(tooWide(lines.join("\n"))).toEqual([]);
  });

  it("names no other word that cannot be explained", () => {
    const strays = ALL.flatMap(({ text }) => ("see" in text ? (text.see ?? []) : [])).filter(
      (name) => !NAMES.includes(name),
    );
    expect(strays).toEqual([]);
  });

  it("is listed as the golden has it", () => {
    expectGolden("report/explain-list-80.txt", wordList(SCREEN));
  });
});

const isLineOf = (line: string, word: string, brief: string): boolean =>
  line.trim().startsWith(`${word} `) && line.endsWith(`  ${brief}`);

describe.each(ALL.map((one) => [one.word, one] as const))("%s", (word, explained) => {
  const page = wordReport(explained, SCREEN);

  it("is explained in 80 columns", () => {
    expect(tooWide(page)).toEqual([]);
  });

  it("is found by its name, in capitals and with blanks", () => {
    expect(findWord(word)).toBe(explained);
    expect(findWord(word.toUpperCase().replaceAll("-", " "))).toBe(explained);
  });
});

describe("a rule", () => {
  const rules = ALL.flatMap(({ text, ...one }) => ("example" in text ? [{ ...one, text }] : []));

  it("is shown as a report calls it", () => {
    expect(rules.length).toBe(INVARIANTS.length);
    const wrong = rules.filter(({ title, text }) => !isHeadline(text.shown.split("\n")[0]!, title));
    expect(wrong.map(({ word }) => word)).toEqual([]);
  });

  it("can be asked for as a report calls it", () => {
    expect(rules.filter(({ title }) => findWord(title) === null).map(({ word }) => word)).toEqual([]);
    expect(findWord("Memory leak")?.word).toBe("memory-leak");
  });

  it("is explained as the golden has it", () => {
    expectGolden("report/explain-rule-80.txt", wordReport(findWord("status-ignored")!, SCREEN));
  });
});

const isHeadline = (line: string, title: string): boolean => line === title || line.startsWith(`${title}: `);

describe("a verdict", () => {
  it.each(Object.entries(EXIT_CODES))("%s tells its exit code, %i", (name, code) => {
    expect(wordReport(findWord(name)!, SCREEN)).toContain(`(exit code ${code})`);
  });
});

describe("what a report writes otherwise", () => {
  it.each([
    ["NOT OK", "fail"],
    ["OK", "pass"],
    ["CANNOT TELL", "not-comparable"],
    ["mended", "fixed"],
    ["REGRESSED BEYOND", "regressed-beyond"],
    ["after side", "after-side"],
    ["not_exercised", "not-exercised"],
  ])("%s is %s", (typed, word) => {
    expect(findWord(typed)?.word).toBe(word);
  });

  it.each(["", "constructor", "__proto__", "memory-leaks"])("%j is nothing", (typed) => {
    expect(findWord(typed)).toBeNull();
  });
});
