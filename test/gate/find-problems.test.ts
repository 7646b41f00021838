// SPDX-License-Identifier: GPL-2.0-only
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { collectFindings } from "../../harness/gate/collect-findings.ts";
import { findProblems } from "../../harness/gate/find-problems.ts";
import type { GateFinding, Problem } from "../../harness/gate/gate-report.ts";
import { NO_POLICY } from "../../harness/gate/policy/policy.ts";
import type { Finding } from "../../harness/judge/verdict/finding.ts";
import type { ScenarioVerdict } from "../../harness/judge/verdict/scenario-verdict.ts";
import { configOf, findingOf, scenarioOf } from "../support/judgement.ts";

/*
 * Which findings belong together, and in which order they are told. Rules are named by one letter each.
 */

/** A finding by name that came after others in its run. */
const broken = (name: string, ...follows: string[]): Finding =>
  findingOf("regressed", { signature: name, subject: name, invariant: "grant-leak", follows });

function problemsOf(...scenarios: ScenarioVerdict[]): { problems: Problem[]; findings: GateFinding[] } {
  const configs = [configOf(scenarios)];
  const findings = collectFindings(configs, NO_POLICY, "");
  return { problems: findProblems(findings, configs), findings };
}

/** `head: what follows`, in order. */
function told(...scenarios: ScenarioVerdict[]): string[] {
  const { problems, findings } = problemsOf(...scenarios);
  const name = (i: number): string => findings[i]!.signature;
  return problems.map(({ head, follows }) => [name(head), ...follows.map(name)].join(" "));
}

const faulty = (scenario: ScenarioVerdict): ScenarioVerdict => ({ ...scenario, hasFault: true });

describe("what always comes after something else", () => {
  it("is one problem with it", () => {
    expect(told(scenarioOf("one", broken("a"), broken("b", "a")), scenarioOf("two", broken("a")))).toEqual([
      "a b",
    ]);
  });

  it("is a problem of its own if it once comes without it", () => {
    expect(told(scenarioOf("one", broken("a"), broken("b", "a")), scenarioOf("two", broken("b")))).toEqual([
      "b",
      "a",
    ]);
  });

  it("belongs to what all of it comes from", () => {
    const chain = [broken("a"), broken("b", "a"), broken("c", "b")];
    expect(told(scenarioOf("one", ...chain))).toEqual(["a b c"]);
  });

  it("is led by what came first where both are seen in the same runs", () => {
    expect(told(scenarioOf("one", broken("b", "a"), broken("a")))).toEqual(["a b"]);
  });

  it("is told once where two things come at once", () => {
    expect(told(scenarioOf("one", broken("a", "b"), broken("b", "a")))).toEqual(["a b"]);
  });

  it("is told once where things follow from each other in a circle", () => {
    const circle = [broken("a", "c"), broken("b", "a"), broken("c", "b")];
    expect(told(scenarioOf("one", ...circle))).toHaveLength(1);
  });

  it("does not follow from what the patch mends", () => {
    const mended = findingOf("fixed", { signature: "a", invariant: "grant-leak" });
    expect(told(scenarioOf("one", mended, broken("b", "a")))).toEqual(["b", "a"]);
  });
});

describe("problems", () => {
  it("stand in the order of how often they are seen, those first that need no fault", () => {
    const scenarios = [
      faulty(scenarioOf("one", broken("rare"), broken("often"))),
      faulty(scenarioOf("two", broken("often"), broken("rare"))),
      faulty(scenarioOf("three", broken("often"))),
      scenarioOf("four", broken("plain")),
    ];
    expect(told(...scenarios)).toEqual(["plain", "often", "rare"]);
  });

  it("are shown by the shortest run, one without a fault if there is one", () => {
    const long = { ...scenarioOf("long", broken("a")), steps: 9 };
    const short = { ...scenarioOf("short", broken("a")), steps: 5 };
    const shortest = faulty({ ...scenarioOf("shortest", broken("a")), steps: 2 });
    const [problem] = problemsOf(long, shortest, short).problems;
    expect(problem).toMatchObject({ example: { scenario: "short" }, runs: 3, runsWithoutFault: 2 });
    const [other] = problemsOf(shortest).problems;
    expect(other).toMatchObject({ example: { scenario: "shortest" }, runs: 1, runsWithoutFault: 0 });
  });

  it("speak of what their example shows", () => {
    const shows = (after: string): Finding => ({ ...broken("a"), after });
    const long = { ...scenarioOf("long", shows("96 bytes")), steps: 9 };
    const short = { ...scenarioOf("short", shows("32 bytes")), steps: 5 };
    const shortest = faulty({ ...scenarioOf("shortest", shows("8 bytes")), steps: 2 });
    const { problems, findings } = problemsOf(long, shortest, short);
    expect(problems[0]!.example.scenario).toBe("short");
    expect(findings[0]!.after).toBe("32 bytes");
  });

  it("are numbered through, those that are mended last", () => {
    const mended = findingOf("fixed", { signature: "m", invariant: "grant-leak" });
    const { problems } = problemsOf(scenarioOf("one", mended, broken("a")), scenarioOf("two", mended));
    expect(problems.map(({ number, kind }) => [number, kind])).toEqual([
      [1, "fails"],
      [2, "mended"],
    ]);
  });

  it("hold each finding that fails or is mended once, and nothing else", () => {
    const names = ["a", "b", "c", "d"];
    const finding = fc.record({
      name: fc.constantFrom(...names),
      follows: fc.subarray(names),
      kind: fc.constantFrom("regressed" as const, "fixed" as const, "pre-existing" as const),
    });
    const scenario = fc.uniqueArray(finding, { selector: ({ name }) => name, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(scenario, { maxLength: 4 }), (all) => {
        const scenarios = all.map((own, i) =>
          scenarioOf(
            `s${i}`,
            ...own.map(({ name, follows, kind }) => ({ ...broken(name, ...follows), class: kind })),
          ),
        );
        const { problems, findings } = problemsOf(...scenarios);
        const held = problems.flatMap(({ head, follows }) => [head, ...follows]);
        const wanted = [...findings.keys()].filter((i) => findings[i]!.class !== "pre-existing");
        expect(held.toSorted((a, b) => a - b)).toEqual(wanted);
      }),
      { numRuns: 1000 },
    );
  });
});
