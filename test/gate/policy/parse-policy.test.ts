// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it, test } from "vitest";
import { parsePolicy } from "../../../harness/gate/policy/parse-policy.ts";
import { PolicyError } from "../../../harness/gate/policy/policy-error.ts";

const FULL = `# what the stable team agreed to
version: 1
configs: [x86_64, x86_32-pae]
scenarios:
  - ci/repro.json
bounds:
  scenario-runs: 300
  not-comparable: 2
coverage:
  changed-lines: 87.5
expect:
  - signature: "grant-leak: user mapping in gntdev_mmap"
    reason: the point of it
    expires: 2027-01-31
accept:
  - signature: "outcome: mmap"
    reason: an error is right there
    expires: 2026-12-31
    configs: [x86_64]
cost:
  - {entry: mmap, count: hypercalls, at-most: 1 + 2n, configs: [x86_64]}
  - {entry: gnttab_map_refs, count: locks, at-most: 3}
`;

function errorOf(text: string): PolicyError {
  try {
    parsePolicy(text, "ci/p.yaml");
  } catch (error) {
    expect(error).toBeInstanceOf(PolicyError);
    return error as PolicyError;
  }
  throw new Error("the policy was taken");
}

describe("a policy", () => {
  it("is read with the lines of its entries", () => {
    expect(parsePolicy(FULL, "p.yaml")).toEqual({
      costs: [
        {
          entry: "mmap",
          count: "hypercalls",
          atMost: { constant: 1, linear: 2, square: 0 },
          configs: ["x86_64"],
          line: 21,
        },
        {
          entry: "gnttab_map_refs",
          count: "locks",
          atMost: { constant: 3, linear: 0, square: 0 },
          configs: null,
          line: 22,
        },
      ],
      errno: "any",
      path: "p.yaml",
      configs: ["x86_64", "x86_32-pae"],
      scenarios: [{ file: "ci/repro.json", line: 5 }],
      bounds: { scenarioRuns: 300, steps: null, events: null, notComparable: 2, line: 7 },
      changedLines: { atLeast: 87.5, line: 10 },
      expect: [
        {
          signature: "grant-leak: user mapping in gntdev_mmap",
          reason: "the point of it",
          expires: "2027-01-31",
          configs: null,
          line: 12,
        },
      ],
      accept: [
        {
          signature: "outcome: mmap",
          reason: "an error is right there",
          expires: "2026-12-31",
          configs: ["x86_64"],
          line: 16,
        },
      ],
    });
  });

  it("asks for nothing where it says nothing", () => {
    const policy = parsePolicy("version: 1\n", "p.yaml");
    expect(policy).toMatchObject({
      configs: null,
      scenarios: [],
      changedLines: null,
      expect: [],
      accept: [],
    });
    expect(policy.bounds).toMatchObject({ scenarioRuns: null, steps: null, events: null, notComparable: 0 });
  });

  it("may have an entry for each configuration", () => {
    const entry = (config: string): string =>
      `  - {signature: a, reason: b, expires: 2027-01-01, configs: [${config}]}\n`;
    const text = `version: 1\naccept:\n${entry("x86_64")}${entry("x86_32-pae")}`;
    expect(parsePolicy(text, "p.yaml").accept).toHaveLength(2);
  });
});

const entry = (...lines: string[]): string => `version: 1\naccept:\n  - ${lines.join("\n    ")}\n`;
const [SIGNATURE, REASON, EXPIRES] = ["signature: a", "reason: b", "expires: 2027-01-01"];

/** An entry of costs with one line of it replaced. */
function cost(line: string): string {
  const key = line.split(":", 1)[0]!;
  const lines = ["entry: mmap", "count: hypercalls", "at-most: 1"].map((one) =>
    one.startsWith(`${key}:`) ? line : one,
  );
  return `version: 1\ncost:\n  - ${lines.join("\n    ")}\n`;
}

test.each<readonly [what: string, text: string, line: number, message: RegExp]>([
  ["an empty file", "", 1, /mapping/],
  ["a list", "- 1\n", 1, /version: is missing/],
  ["another version", "version: 2\n", 1, /^version: this hunkbox knows version 1/],
  ["an unknown key", "version: 1\nallow: []\n", 2, /^allow: there is no such key/],
  [
    "an unknown key of an entry",
    entry(SIGNATURE, REASON, EXPIRES, "until: 1"),
    6,
    /^accept\[1\]\.until: there is no/,
  ],
  ["an entry without a reason", entry(SIGNATURE, EXPIRES), 3, /^accept\[1\]\.reason: is missing/],
  ["an empty reason", entry(SIGNATURE, 'reason: " "', EXPIRES), 4, /^accept\[1\]\.reason: is empty/],
  ["a reason that nobody has written", entry(SIGNATURE, "reason: 'TODO: say why'", EXPIRES), 4, /say why/],
  ["no day", entry(SIGNATURE, REASON, "expires: soon"), 5, /^accept\[1\]\.expires: give a day/],
  ["a day that there is not", entry(SIGNATURE, REASON, "expires: 2027-02-31"), 5, /there is no such day/],
  ["no list", "version: 1\naccept: x\n", 2, /^accept: give a list/],
  ["an unknown configuration", "version: 1\nconfigs: [arm64]\n", 2, /^configs\[1\]: there are x86_64/],
  ["no configuration", "version: 1\nconfigs: []\n", 2, /name at least one/],
  [
    "more than all lines",
    "version: 1\ncoverage:\n  changed-lines: 101\n",
    3,
    /^coverage\.changed-lines: is above/,
  ],
  ["a cost of what nobody calls", cost("entry: mmmap"), 3, /^cost\[1\]\.entry: there are .*mmap, munmap/],
  ["a cost that is not counted", cost("count: time"), 4, /^cost\[1\]\.count: there are hypercalls, /],
  [
    "a law that is none",
    cost("at-most: n log n"),
    5,
    /^cost\[1\]\.at-most: give a number, or a law as 1 \+ 2n/,
  ],
  ["a bound below none", cost("at-most: -1"), 5, /^cost\[1\]\.at-most: /],
  ["a bound that is no number", cost("at-most: [1]"), 5, /^cost\[1\]\.at-most: give a number/],
  ["half a step", "version: 1\nbounds: {steps: 1.5}\n", 2, /^bounds\.steps: give a whole/],
  ["a key twice", "version: 1\nversion: 1\n", 2, /unique/],
  ["two documents", "version: 1\n---\nversion: 1\n", 2, /more than one document/],
  ["what is no YAML", "version: 1\nconfigs: [\n", 3, /Flow sequence/],
  ["an alias", "version: 1\nscenarios:\n  - &a x\n  - *a\n", 4, /^\*a is an alias/],
  ["a list as a key", "version: 1\n? [a, b]\n: c\n", 2, /a key is no word/],
])("%s is refused with its line and key", (_, text, line, message) => {
  const error = errorOf(text);
  expect(error.message).toMatch(message);
  expect(error.line).toBe(line);
  expect(error.file).toBe("ci/p.yaml");
});

it("refuses a signature that two entries speak of", () => {
  const one = "  - {signature: a, reason: b, expires: 2027-01-01}\n";
  expect(errorOf(`version: 1\naccept:\n${one}${one}`)).toMatchObject({ line: 4 });
});

it("refuses a file that is too large to be one", () => {
  expect(errorOf(`# ${"x".repeat(1_000_000)}\nversion: 1\n`).message).toMatch(/larger/);
});

it("gives no error as long as its words", () => {
  const { message } = errorOf(`version: 1\nscenarios:\n  - *${"x".repeat(900_000)}\n`);
  expect(message).toMatch(/^\*x+\.\.\.$/);
  expect(message.length).toBeLessThan(1000);
});
