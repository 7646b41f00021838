// SPDX-License-Identifier: GPL-2.0-only
import { expect, it } from "vitest";
import type { BuildPair } from "../../harness/compile/build-pair.ts";
import { ScenarioJudge } from "../../harness/judge/scenario-judge.ts";
import type { SidePool } from "../../harness/judge/side-under-test.ts";
import { weigh } from "../../harness/judge/verdict/verdict.ts";
import { loadCatalogue } from "../../harness/scenario/load-catalogue.ts";

const [scenario] = loadCatalogue();
const pair = {
  before: { config: "x86_64" },
  after: { config: "x86_64" },
  instrumented: [],
} as unknown as BuildPair;

it("scenarios that come when all work of a check is done are left out, and are no pass", () => {
  const pool = { work: 2_000_000_000 } as unknown as SidePool;
  const verdict = new ScenarioJudge(pair, pool, () => {}).judge(scenario!);
  expect(verdict).toMatchObject({ class: "not-run", findings: [], whyNot: { kind: "left-out" } });
  expect(verdict.whyNot!.text).toContain("all the work that a check may do (1000000000 units)");
  const side = { isBuilt: true, unavailable: "" };
  const ran = { ...verdict, class: "same", events: 5, whyNot: null } as const;
  const { name, line } = weigh(
    [
      {
        config: "x86_64",
        before: side,
        after: side,
        scenarios: [ran, verdict],
        unchecked: [],
        exercise: null,
      },
    ],
    500_000,
  );
  expect(name).toBe("not-comparable");
  expect(line).toContain("1 scenario not comparable");
});
