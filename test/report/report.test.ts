// SPDX-License-Identifier: GPL-2.0-only
import { beforeAll, describe, expect, it, test } from "vitest";
import { makeViews, type Views } from "../../harness/base/make-views.ts";
import type { CheckOptions } from "../../harness/cli/options/check-options.ts";
import { checkCommands } from "../../harness/cli/output/check-commands.ts";
import { patchOfCheck } from "../../harness/gate/patch-of-check.ts";
import type { CheckResult } from "../../harness/judge/check-patch.ts";
import type { Series } from "../../harness/patch/series.ts";
import { firstScreen } from "../../harness/report/first-screen/first-screen.ts";
import { headLines } from "../../harness/report/first-screen/head-lines.ts";
import { inspectReport } from "../../harness/report/inspect/inspect-report.ts";
import { jsonReport } from "../../harness/report/json-report.ts";
import { scenarioList, scenarioStory } from "../../harness/report/scenario-list.ts";
import { makeScreen, type Screen } from "../../harness/report/screen.ts";
import { stepText } from "../../harness/report/step-text.ts";
import { terminalReport } from "../../harness/report/terminal-report.ts";
import { loadCatalogue } from "../../harness/scenario/load-catalogue.ts";
import { checkText, parse, referenceBase, referenceText } from "../support/check.ts";
import { expectGolden } from "../support/golden.ts";
import { referenceViews } from "../support/views.ts";

const SCENARIOS = ["fault-map-op-middle-page", "user-map-one-page"];
const WIDTHS = [80, 160] as const;
const catalogue = loadCatalogue();
const plain = (width: number): Screen => makeScreen(width, false);

/** The lines of a report that are wider than its screen. */
const tooLong = (report: string, width: number): string[] =>
  report.split("\n").filter((line) => line.length > width);

let series: Series;
let result: CheckResult;

const OPTIONS: CheckOptions = {
  ...{ config: [], scenario: SCENARIOS, reverse: false, all: false, plain: false, color: false },
};

function firstScreenOf(screen: Screen): string {
  const patch = patchOfCheck(result, series, { reverse: false, configsChosen: false });
  const head = headLines(patch, series, screen);
  return `${firstScreen(patch, head, screen, checkCommands([], OPTIONS)).join("\n")}\n`;
}

beforeAll(async () => {
  series = await parse(referenceText());
  result = await checkText(referenceText(), { scenarios: SCENARIOS, costs: true });
});

describe.each(WIDTHS)("at a width of %i", (width) => {
  test("the first screen of a check is as the golden one", () => {
    expectGolden(`report/check-${width}.txt`, firstScreenOf(plain(width)));
  });

  test("the whole report of a check is as the golden one", () => {
    const report = terminalReport(result, series, plain(width), false);
    expectGolden(`report/check-all-${width}.txt`, report);
  });

  test("what a patch holds is as the golden one", async () => {
    const report = inspectReport(series, await referenceViews(), plain(width));
    expectGolden(`report/inspect-${width}.txt`, report);
  });
});

describe("no line is longer than the screen is wide", () => {
  let views: Views;
  beforeAll(async () => {
    views = makeViews(await referenceBase(), series.patches, false);
  });

  it.each([40, 80, 160])("in %i columns", (width) => {
    const screen = plain(width);
    expect(tooLong(terminalReport(result, series, screen, true), width)).toEqual([]);
    // a command is not wrapped: it is meant to be pasted
    const own = tooLong(firstScreenOf(screen), width).filter((line) => !line.includes("$ hunkbox"));
    expect(own).toEqual([]);
    expect(tooLong(inspectReport(series, views, screen), width)).toEqual([]);
    expect(tooLong(scenarioList(catalogue, screen), width)).toEqual([]);
    for (const scenario of catalogue) expect(tooLong(scenarioStory(scenario, screen), width)).toEqual([]);
  });
});

describe("the list of scenarios", () => {
  const lines = scenarioList(catalogue, plain(200)).split("\n");

  it("has a line for each, with its id and its title", () => {
    for (const { id, title } of catalogue) {
      const line = lines.filter((one) => one.trimStart().startsWith(`${id} `));
      expect(line, id).toHaveLength(1);
      expect(line[0]).toMatch(/^ {2}[a-z0-9-]+ {2,}\S/);
      expect(line[0]!.endsWith(`  ${title}`)).toBe(true);
    }
  });

  it("has a heading for each subject and what its scenarios are about, and says how many there are", () => {
    const kinds = new Set(catalogue.map(({ subject, level }) => `${subject} ${level}`));
    expect(lines.filter((line) => /^[A-Z/]/.test(line))).toHaveLength(kinds.size);
    expect(lines).toContain(
      `${catalogue.length} scenarios; "hunkbox scenarios ID" tells one's story and steps`,
    );
  });

  it("leaves out what has none", () => {
    const some = scenarioList(
      catalogue.filter(({ subject, level }) => subject === "gntdev" && level === "peer"),
      plain(80),
    );
    expect(some.split("\n").filter((line) => /^[A-Z]/.test(line))).toHaveLength(1);
  });
});

describe("the story of a scenario", () => {
  it("has its title, its configurations and its steps, numbered", () => {
    const scenario = catalogue.find(({ id }) => id === "user-map-one-page")!;
    const story = scenarioStory(scenario, plain(200));
    expect(story).toContain(`user-map-one-page: ${scenario.title}`);
    expect(story).toContain("configurations: x86_64, x86_32-pae, x86_32-pae-highmem");
    for (const [i, step] of scenario.steps.entries()) {
      expect(story).toContain(` ${i + 1}. ${stepText(step)}\n`);
    }
  });
});

describe("the report for other tools", () => {
  it("says the same as the one for people", () => {
    const report = JSON.parse(jsonReport(result, series, false, "0.0.0")) as {
      verdict: string;
      exitCode: number;
      summary: string;
      configs: { findings: { signature: string; class: string }[] }[];
    };
    const text = terminalReport(result, series, plain(1000), false);
    expect(text).toContain(report.summary);
    expect(report).toMatchObject({ verdict: result.verdict.name, exitCode: result.verdict.exitCode });
    const regressed = report.configs.flatMap(({ findings }) =>
      findings.filter((one) => one.class === "regressed"),
    );
    expect(regressed.length).toBeGreaterThan(0);
    for (const { signature } of regressed) expect(text).toContain(signature.split(":")[0]!);
  });

  it("has the fields that it had: what goes or changes its meaning needs another schema", () => {
    const report = JSON.parse(jsonReport(result, series, false, "0.0.0")) as unknown;
    expectGolden("report/json-shape.txt", `${[...new Set(shapeOf(report, ""))].sort().join("\n")}\n`);
  });
});

/** Each path of a value, with the kind of what is there: `configs[].builds.after.ok boolean`. */
function shapeOf(value: unknown, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => shapeOf(one, `${path}[]`));
  if (value === null || typeof value !== "object")
    return [`${path} ${value === null ? "null" : typeof value}`];
  return Object.entries(value).flatMap(([key, one]) => shapeOf(one, path === "" ? key : `${path}.${key}`));
}

describe("colours", () => {
  const escapes = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, "g");

  it.each<readonly [string, (screen: Screen) => string | Promise<string>]>([
    ["a check", firstScreenOf],
    ["all of a check", (screen) => terminalReport(result, series, screen, false)],
    ["a patch", async (screen) => inspectReport(series, await referenceViews(), screen)],
    ["the scenarios", (screen) => scenarioList(catalogue, screen)],
    ["a scenario", (screen) => scenarioStory(catalogue[0]!, screen)],
  ])("change no character of the report of %s", async (_, report) => {
    const colored = await report(makeScreen(100, true));
    expect(colored.match(escapes)?.length).toBeGreaterThan(1);
    expect(colored.replace(escapes, "")).toBe(await report(plain(100)));
  });
});
