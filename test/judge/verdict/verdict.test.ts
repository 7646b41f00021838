// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it, test } from "vitest";
import type { ExercisedLine } from "../../../harness/judge/coverage/exercise.ts";
import { nowhere } from "../../../harness/judge/place/locate.ts";
import type { Finding, FindingClass } from "../../../harness/judge/verdict/finding.ts";
import type { ScenarioVerdict, WhyNotKind } from "../../../harness/judge/verdict/scenario-verdict.ts";
import { worstClass } from "../../../harness/judge/verdict/scenario-verdict.ts";
import { settleFindings } from "../../../harness/judge/verdict/settle-findings.ts";
import { EXIT_CODES, weigh } from "../../../harness/judge/verdict/verdict.ts";
import type { SideOutcome, Weighed } from "../../../harness/judge/verdict/weighed.ts";

const finding = (kind: FindingClass, over: Partial<Finding> = {}): Finding => ({
  signature: "kernel-view: page",
  subject: "page",
  invariant: "kernel-view",
  class: kind,
  scenario: "cup",
  step: 1,
  place: nowhere("after"),
  before: "",
  after: "",
  expected: "",
  message: "",
  unreached: false,
  stacks: [],
  times: 1,
  ...over,
});

const outcome = finding("changed", {
  invariant: "outcome",
  signature: "outcome: mmap",
  unexplained: true,
});

const ran = (...findings: Finding[]): ScenarioVerdict => ({
  id: "cup",
  class: worstClass(findings),
  findings,
  events: 10,
  steps: 4,
  whyNot: null,
});

const notRun = (kind: WhyNotKind, text = ""): ScenarioVerdict => ({
  ...ran(),
  class: "not-run",
  events: 0,
  whyNot: { kind, text },
});

/** A changed line, which ran or did not. */
const changed = (line: number, isRun: boolean): ExercisedLine => ({
  ...{ side: "after", file: "drivers/xen/gntdev.c", line, ran: isRun },
  missing: isRun ? "" : "gntdev_cup is never called",
});

const config = (
  scenarios: readonly ScenarioVerdict[],
  built: { before?: boolean; after?: boolean } = {},
): Weighed => ({
  config: "x86_64",
  before: { isBuilt: built.before ?? true, unavailable: "" },
  after: { isBuilt: built.after ?? true, unavailable: "" },
  scenarios,
  unchecked: [],
  exercise: { lines: [changed(1, true)], functions: [] },
});

const failed = config([ran(finding("regressed"))]);
const unchecked: Weighed = { ...config([ran()]), unchecked: ["not looked for memory errors: no reason"] };

const same: ScenarioVerdict = {
  ...notRun("same-code", "both sides compile to the same code"),
  class: "same",
};

/** The same, but for the changed lines: none of them ran. */
const unexercised = (one: Weighed): Weighed => ({
  ...one,
  exercise: { lines: [changed(1, false)], functions: [] },
});

/** A configuration of which sides cannot be compiled here, though nothing is wrong with them. */
const away = (...sides: readonly ("before" | "after")[]): Weighed => {
  const side = (name: "before" | "after"): SideOutcome => {
    const isAway = sides.includes(name);
    return { isBuilt: !isAway, unavailable: isAway ? "no guests of that width" : "" };
  };
  const scenarios = [notRun("unavailable", "not comparable here: no guests of that width")];
  return { ...config(scenarios), config: "x86_32-pae", before: side("before"), after: side("after") };
};

const UNMODELLED = "unmodelled";
const BROKEN = config([notRun("no-build")], { after: false });

describe("the exit code is", () => {
  test.each<readonly [code: number, what: string, configs: readonly Weighed[]]>([
    [0, "pass where nothing differs", [config([ran()])]],
    [0, "pass where something was fixed", [config([ran(finding("fixed"))])]],
    [0, "pass where something was wrong before and is", [config([ran(finding("pre-existing"))])]],
    [0, "pass where only the way differs", [config([ran(finding("changed", { invariant: "trace" }))])]],
    [
      0,
      "pass where a fix explains another result",
      [config([ran(finding("fixed"), { ...outcome, unexplained: false })])],
    ],
    [0, "pass where a scenario makes no sense", [config([ran(), notRun("config")])]],
    [1, "fail where something regressed", [config([ran(finding("regressed"))])]],
    [1, "fail where a result changed and nothing was fixed", [config([ran(outcome)])]],
    [1, "fail where another scenario was fixed", [config([ran(finding("fixed")), ran(outcome)])]],
    [
      1,
      "fail where much was fixed and one thing regressed",
      [config([ran(finding("fixed"), finding("regressed"))])],
    ],
    [
      1,
      "fail although a scenario could not be compared",
      [config([ran(finding("regressed")), notRun(UNMODELLED)])],
    ],
    [3, "for a side that does not build", [BROKEN]],
    [3, "for the before side that does not build", [config([], { before: false })]],
    [3, "for one of two configurations that does not build", [config([ran()]), BROKEN]],
    [3, "the same although another configuration regressed", [config([ran(finding("regressed"))]), BROKEN]],
    [3, "the same although a scenario could not be compared", [config([notRun(UNMODELLED)]), BROKEN]],
    [0, "pass although the tree lacks one of the configurations", [config([ran()]), away("before", "after")]],
    [1, "fail although the tree lacks one", [config([ran(finding("regressed"))]), away("before", "after")]],
    [4, "where the tree lacks all configurations", [away("before", "after")]],
    [4, "where a patch leaves code that cannot be compiled here", [config([ran()]), away("after")]],
    [4, "where a patch takes such code away", [config([ran()]), away("before")]],
    [4, "for what is not modelled", [config([ran(), notRun(UNMODELLED)])]],
    [4, "where no changed line ran", [unexercised(config([ran()]))]],
    [
      0,
      "pass where a changed line ran in another configuration",
      [unexercised(config([ran()])), config([ran()])],
    ],
    [
      1,
      "fail although no changed line is known to have run",
      [unexercised(config([ran(finding("regressed"))]))],
    ],
    [
      0,
      "pass where no changed line ran and something was fixed",
      [unexercised(config([ran(finding("fixed"))]))],
    ],
    [0, "pass where both sides are the same code", [{ ...config([same]), exercise: null }]],
    [4, "where nobody counted which lines ran", [{ ...config([ran()]), exercise: null }]],
    [
      4,
      "where no scenario's fault ever happens",
      [config([notRun("fault-not-reached"), notRun("ends-early")])],
    ],
    [0, "pass where one scenario says something", [config([ran(), notRun("fault-not-reached")])]],
    [0, "pass where something is revealed", [config([ran(finding("revealed"))])]],
    [4, "where no scenario has a step that the kernel can take", [config([notRun("not-applicable")])]],
    [
      4,
      "for what is not modelled although something was fixed",
      [config([ran(finding("fixed")), notRun(UNMODELLED)])],
    ],
    [4, "where one kind of error was not looked for", [config([ran()]), unchecked]],
    [1, "for a regression where another kind of error was not looked for", [failed, unchecked]],
    [4, "for a kernel that does not boot", [config([notRun("no-boot")])]],
  ])("%i, %s", (code, _, configs) => {
    const verdict = weigh(configs, 1000);
    expect(verdict.exitCode).toBe(code);
    expect(EXIT_CODES[verdict.name]).toBe(code);
  });
});

describe("a configuration that the tree does not have", () => {
  const configs = [config([ran()]), away("before", "after")];

  it("counts if it was asked for by name", () => {
    expect(weigh(configs, 1000, { configsChosen: true }).exitCode).toBe(4);
  });

  it("is named, and is not within the bounds", () => {
    const { line, bounds } = weigh(configs, 1000);
    expect(bounds.configs).toBe(1);
    expect(line).toBe(
      "pass: 0 regressed, 0 fixed, not comparable in x86_32-pae, 1 of 1 changed line run; within 1 scenario run, 4 steps, 1 configuration, 1000 units of work a call",
    );
  });
});

it("a configuration that was not looked at as a whole is named", () => {
  expect(weigh([unchecked], 1000).line).toContain("0 fixed, not looked at as a whole in x86_64, 1 of 1");
});

describe("scenarios that are not comparable", () => {
  it("pass up to the number that may be", () => {
    const configs = [config([ran(), notRun(UNMODELLED), notRun(UNMODELLED)])];
    expect(weigh(configs, 1000, { tolerated: 2 }).exitCode).toBe(0);
    expect(weigh(configs, 1000, { tolerated: 1 }).exitCode).toBe(4);
  });
});

describe("the line of a verdict", () => {
  it("counts each finding once over all configurations, and names the bounds", () => {
    const other = finding("regressed", { signature: "grant-leak: handle" });
    const both = config([ran(finding("regressed"), other), ran(finding("regressed"))]);
    expect(weigh([both, both], 1000).line).toBe(
      "fail: 2 regressed, 0 fixed, 1 of 1 changed line run; within 4 scenario runs, 16 steps, 2 configurations, 1000 units of work a call",
    );
  });

  it("counts as run only what was run", () => {
    const { bounds } = weigh([config([ran(), notRun(UNMODELLED)]), BROKEN], 1000);
    expect(bounds).toEqual({ configs: 2, scenarios: 1, steps: 4, events: 10, stepBudget: 1000 });
  });

  it("names each side that does not build, and what could not be compared", () => {
    const { line } = weigh([BROKEN, config([notRun(UNMODELLED), ran(outcome)])], 1000);
    expect(line).toContain("the after side does not build in x86_64");
    expect(line).toContain("unexplained results in 1 scenario run");
    expect(line).toContain("1 scenario not comparable");
  });
});

it("a change of which nothing ran is told with what would have to run", () => {
  expect(weigh([unexercised(config([ran()]))], 1000)).toMatchObject({
    name: "not-exercised",
    line: "not-exercised: 0 regressed, 0 fixed, none of 1 changed line ran (gntdev_cup is never called); within 1 scenario run, 4 steps, 1 configuration, 1000 units of work a call",
  });
});

describe("a violation that the before side died too early to show", () => {
  const unreached = finding("regressed", { unreached: true });
  const settle = (...scenarios: ScenarioVerdict[]) => settleFindings(scenarios);

  it("is pre-existing where both sides show it in another scenario", () => {
    const [settled] = settle(ran(unreached), ran(finding("pre-existing")));
    expect(settled).toMatchObject({ class: "pre-existing", findings: [{ class: "pre-existing" }] });
  });

  it("stays a regression where no scenario shows it on both sides", () => {
    const other = finding("pre-existing", { signature: "grant-leak: handle" });
    expect(settle(ran(unreached), ran(other))[0]).toMatchObject({ class: "regressed" });
    expect(settle(ran(unreached), ran(finding("fixed")))[0]).toMatchObject({ class: "regressed" });
  });

  it("does not change what the before side did reach", () => {
    const leak = "grant-leak: handle";
    const scenario = ran(unreached, finding("regressed", { signature: leak }));
    const [settled] = settle(scenario, ran(finding("pre-existing", { signature: leak })));
    expect(settled!.findings.map((one) => one.class)).toEqual(["regressed", "regressed"]);
  });

  it("leaves a scenario regressed that has another regression", () => {
    const worse = finding("regressed", { signature: "grant-leak: handle" });
    const [settled] = settle(ran(unreached, worse), ran(finding("pre-existing")));
    expect(settled!.class).toBe("regressed");
    expect(settled!.findings.map((one) => one.class)).toEqual(["pre-existing", "regressed"]);
  });
});

describe("a finding that another scenario speaks of", () => {
  it("is a regression where it was revealed here, and both sides got there elsewhere", () => {
    const revealed = finding("revealed", { unreached: true });
    const [settled] = settleFindings([ran(revealed), ran(finding("regressed"))]);
    expect(settled!.class).toBe("regressed");
  });

  it("stays revealed where nothing else is said of it", () => {
    const revealed = finding("revealed", { unreached: true });
    expect(settleFindings([ran(revealed), ran(finding("fixed"))])[0]!.class).toBe("revealed");
  });

  it("goes where what outweighs it was fixed", () => {
    const lost = finding("regressed", {
      signature: "status-ignored: report",
      outweighedBy: "kernel-view: page",
    });
    expect(settleFindings([ran(lost), ran(finding("fixed"))])[0]).toMatchObject({
      class: "same",
      findings: [],
    });
    expect(settleFindings([ran(lost), ran()])[0]!.class).toBe("regressed");
  });
});

test("the class of a scenario is the one that says most", () => {
  const worst = (...kinds: FindingClass[]) => worstClass(kinds.map((kind) => finding(kind)));
  expect(worst()).toBe("same");
  expect(worst("pre-existing", "changed")).toBe("changed");
  expect(worst("changed", "fixed")).toBe("fixed");
  expect(worst("fixed", "regressed", "changed")).toBe("regressed");
});
