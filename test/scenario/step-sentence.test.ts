// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import { loadCatalogue } from "../../harness/scenario/load-catalogue.ts";
import { stepSentence } from "../../harness/scenario/step-sentence.ts";
import type { Step } from "../../harness/subject/step-kinds.ts";
import { STEP_ENTRIES } from "../../harness/subject/step-kinds.ts";
import { expectGolden } from "../support/golden.ts";

const all = loadCatalogue().flatMap(({ steps }) =>
  steps.map((step, index) => ({ step, text: stepSentence({ steps }, index) })),
);

/** Sentences of a kind that are worth reading: those whose words differ, beside numbers and names. */
const MOST = 6;

function sorts(verb: string): string[] {
  const found = new Map<string, string>();
  for (const { step, text } of all)
    if (step.do === verb) {
      const sort = text.replace(/\d+/g, "0").replace(/\b\w\b/g, "");
      if (!found.has(sort)) found.set(sort, text);
    }
  return [...found.values()].slice(0, MOST);
}

describe("a step as a sentence", () => {
  it("is as the golden one, of each kind", () => {
    const lines = STEP_ENTRIES.map(({ verb }) => [verb, ...sorts(verb).map((one) => `  ${one}`)].join("\n"));
    expectGolden("scenario/step-sentences.txt", `${lines.join("\n")}\n`);
  });

  it("has nothing that is no word, and is one line of moderate length", () => {
    for (const { text } of all) {
      expect(text).not.toMatch(/undefined|null|\[object|NaN|\n/);
      expect(text.length).toBeLessThan(250);
    }
  });

  it("names the process that a file or mapping belongs to, where there are several", () => {
    const steps = [
      { do: "open", process: "p", file: "f", device: "xen/gntdev" },
      { do: "open", process: "q", file: "g", device: "xen/gntdev" },
      { do: "close", file: "g" },
    ] as Step[];
    expect(stepSentence({ steps }, 2)).toBe("process q closes g");
    expect(stepSentence({ steps: steps.slice(0, 1) }, 0)).toBe("the process opens /dev/xen/gntdev as f");
  });
});
