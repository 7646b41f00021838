// SPDX-License-Identifier: GPL-2.0-only
import reports, { type Builder, type TestSuite } from "junit-report-builder";
import { shortened } from "../../base/shortened.ts";
import type { GateConfig, GatePatch, GateScenario } from "../../gate/gate-report.ts";
import { judgedStatus } from "../told/judged-status.ts";
import { legible } from "../told/legible.ts";
import type { RunFinding } from "../told/run-findings.ts";
import { runFindings } from "../told/run-findings.ts";
import { runText, runTitle } from "../told/run-text.ts";
import { tellPatch } from "../told/tell-patch.ts";
import { toldList } from "../told/told-list.ts";
import type { Format } from "./format.ts";
import { judged, patchName } from "./patch-name.ts";

/** The package's types speak of a default export, which its CommonJS build is itself. */
const library = reports as unknown as Builder;

/**
 * JUnit's XML: for each patch a suite that says whether it could be judged, with the list of its problems, and a suite for each
 * configuration with a case for each scenario. It has no attribute that Jenkins' xUnit schema (junit-10.xsd) does not know.
 */
export const junit: Format = {
  name: "junit",
  what: "JUnit XML: Jenkins, GitLab and most others",
  needsTraces: false,
  render: (report) => {
    const builder = library.newBuilder();
    const isSeries = report.patches.length > 1;
    for (const patch of judged(report)) {
      const name = legible(patchName(patch, report));
      const suite = (what: string): TestSuite =>
        builder.testSuite().name(isSeries ? `${name} / ${what}` : what);
      patchSuite(suite("patch"), patch);
      for (const config of patch.configs) configSuite(suite(config.config), config, patch);
      if (patch.notes.length > 0) {
        const own = suite("policy");
        for (const { kind, text, fails, line } of patch.notes) {
          // a policy may bound more than one cost
          const name = kind === "cost" ? `${kind}, line ${line}` : kind;
          const one = own.testCase().className("policy").name(name);
          if (fails) one.failure(legible(text), kind);
        }
      }
    }
    if (report.notes.length > 0) {
      const suite = builder.testSuite().name("policy");
      for (const { kind, text, fails, line } of report.notes) {
        const one = suite.testCase().className("policy").name(`line ${line}`);
        if (fails) one.failure(legible(text), kind);
        else one.standardOutput(content(text));
      }
    }
    const xml = builder.build().replace(/\n*$/, "\n");
    // each suite counts what it skips; the root has no such attribute
    return xml.replace(/^(<testsuites [^>\n]*) skipped="\d+"/m, "$1");
  },
};

function patchSuite(suite: TestSuite, patch: GatePatch): void {
  for (const [name, text] of toldList(tellPatch(patch))) suite.property(name, legible(text));
  const applies = suite.testCase().className("hunkbox").name("applies");
  if (patch.refusal !== null) {
    const { message, hint } = patch.refusal;
    applies.error(first(message), patch.verdict, content(`${message}\nhint: ${hint}`));
    return;
  }
  const told = suite.testCase().className("hunkbox").name("judged");
  // cases that pass in it say nothing then: a report that is green would be wrong
  if (judgedStatus(patch) === "untold") told.error(first(patch.line), patch.verdict, content(patch.line));
}

function configSuite(suite: TestSuite, config: GateConfig, patch: GatePatch): void {
  buildCase(suite, config);
  for (const scenario of config.scenarios) scenarioCase(suite, config.config, scenario, patch);
}

/** A side that does not build is told here and nowhere else: its scenarios are skipped. */
function buildCase(suite: TestSuite, { config, before, after }: GateConfig): void {
  const one = suite.testCase().className(config).name("build");
  const sides = [["before", before] as const, ["after", after] as const];
  const broken = sides.filter(([, { ok, unavailable }]) => !ok && unavailable === "");
  const lines = broken.flatMap(([side, { errors }]) => [
    `the ${side} side does not build`,
    ...errors.flatMap(({ file, line, message, code }) => [
      `${file}:${line}: ${message}`,
      ...(code === "" ? [] : [`    ${code}`]),
    ]),
  ]);
  const text = content(lines.join("\n"));
  const errors = broken.flatMap(([, build]) => build.errors);
  const also = errors[0] === undefined ? "" : `: ${errors[0].message}`;
  const names = broken.map(([side]) => side).join(" and the ");
  const message = first(`the ${names} side does not build${also}`);
  if (broken.some(([side]) => side === "after")) one.failure(message, "does-not-build").stacktrace(text);
  else if (broken.length > 0) one.error(message, "does-not-build", text);
  const away = sides.find(([, { ok }]) => !ok)?.[1].unavailable ?? "";
  if (broken.length === 0 && away !== "") one.skipped().standardOutput(content(away));
}

function scenarioCase(suite: TestSuite, config: string, scenario: GateScenario, patch: GatePatch): void {
  const { id, status, reason } = scenario;
  const one = suite.testCase().className(config).name(id);
  const told = runFindings(patch, config, scenario);
  const body = told.map(findingBody).join("\n\n");
  if (status === "fail" || status === "hang") {
    const failing = told.filter(({ finding }) => finding.status === "fails");
    const titles = [
      ...new Set(failing.map(({ problem, finding }) => problem?.headline ?? finding.signature)),
    ];
    one.failure(first(titles.join("; ")), failing[0]?.finding.invariant ?? status).stacktrace(content(body));
  } else if (status === "error") one.error(first(reason), "error");
  else if (status === "skipped") one.skipped().standardOutput(content(reason));
  else if (status === "accepted") {
    const reasons = told.flatMap(({ finding: { policy } }) => (policy === null ? [] : [policy.reason]));
    const said = [...new Set(reasons)].join("; ");
    one.skipped().standardOutput(content(`accepted by the policy: ${said}\n\n${body}`));
  }
}

function findingBody(one: RunFinding): string {
  const { code } = one.finding.place;
  const lines = [runTitle(one), runText(one), ...(code === "" ? [] : [`    ${code}`])];
  return [...lines, `signature: ${one.finding.signature}`].join("\n");
}

/** Longest text of an attribute: readers show it in one line. */
const LONGEST = 500;

const first = (text: string): string => legible(shortened(text.split("\n", 1)[0] ?? "", LONGEST));

/** Text for a CDATA section. The library splits the section at the first "]]>" of a text only. */
const content = (text: string): string => legible(text).replaceAll("]]>", "]] >");
