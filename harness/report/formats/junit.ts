// SPDX-License-Identifier: GPL-2.0-only
import reports, { type Builder, type TestSuite } from "junit-report-builder";
import type { GateConfig, GatePatch, GateScenario } from "../../gate/gate-report.ts";
import { printable } from "../screen.ts";
import { findingText } from "./finding-text.ts";
import type { Format } from "./format.ts";
import { judged, patchName } from "./patch-name.ts";
import { seenText } from "./seen-text.ts";

/** The package's types speak of a default export, which its CommonJS build is itself. */
const library = reports as unknown as Builder;

/** JUnit's XML: a suite for each patch and configuration, a case for each scenario. */
export const junit: Format = {
  name: "junit",
  what: "JUnit XML: Jenkins, GitLab and most others",
  needsTraces: false,
  render: (report) => {
    const builder = library.newBuilder();
    const isSeries = report.patches.length > 1;
    for (const patch of judged(report)) {
      const name = printable(patchName(patch, report));
      const suite = (what: string): TestSuite =>
        builder.testSuite().name(isSeries ? `${name} / ${what}` : what);
      if (patch.refusal !== null) {
        const { message, hint } = patch.refusal;
        const apply = suite("apply").testCase().className("hunkbox").name("apply");
        apply.error(first(message), "refusal", content(`${message}\nhint: ${hint}`));
      }
      for (const config of patch.configs) configSuite(suite(config.config), config, patch);
      if (patch.notes.length > 0) {
        const own = suite("policy");
        for (const { kind, text, fails, line } of patch.notes) {
          // a policy may bound more than one cost
          const name = kind === "cost" ? `${kind}, line ${line}` : kind;
          const one = own.testCase().className("policy").name(name);
          if (fails) one.failure(printable(text), kind);
        }
      }
    }
    if (report.notes.length > 0) {
      const suite = builder.testSuite().name("policy");
      for (const { kind, text, fails, line } of report.notes) {
        const one = suite.testCase().className("policy").name(`line ${line}`);
        if (fails) one.failure(printable(text), kind);
        else one.standardOutput(content(text));
      }
    }
    return builder.build().replace(/\n*$/, "\n");
  },
};

function configSuite(
  suite: TestSuite,
  { config, before, after, scenarios }: GateConfig,
  patch: GatePatch,
): void {
  for (const [side, build] of [
    ["before", before],
    ["after", after],
  ] as const) {
    if (build.ok || build.unavailable !== "") continue;
    const lines = build.errors.map(({ file, line, message }) => `${file}:${line}: ${message}`);
    const one = suite.testCase().className(config).name(`build ${side}`);
    one.error(`the ${side} side does not build`, "build", content(lines.join("\n")));
  }
  for (const scenario of scenarios) scenarioCase(suite, config, scenario, patch);
}

function scenarioCase(suite: TestSuite, config: string, scenario: GateScenario, patch: GatePatch): void {
  const { id, status, reason, findings } = scenario;
  const one = suite.testCase().className(config).name(id);
  const told = findings
    .map((i) => patch.findings[i]!)
    .filter((finding) => /^(?:fails|accepted)$/.test(finding.status));
  const where = told.find(({ place }) => place.line > 0)?.place;
  if (where !== undefined) one.file(printable(where.file));
  const text = told.map((finding) => {
    const { file, line, function: name, code } = finding.place;
    const place = line === 0 ? "" : `${file}:${line}${name === "" ? "" : ` in ${name}`}: ${code}\n`;
    return content(`${finding.invariant}: ${findingText(finding)}\n${place}seen in ${seenText(finding)}`);
  });
  const body = text.join("\n\n");
  const title = printable(told.map(({ signature }) => signature).join("; "));
  if (status === "fail" || status === "hang") {
    one.failure(title, told[0]?.invariant ?? status).stacktrace(body);
  } else if (status === "error") one.error(printable(reason), "error");
  else if (status === "skipped") one.skipped().standardOutput(content(reason));
  else if (status === "accepted") {
    const reasons = told.flatMap(({ policy }) => (policy === null ? [] : [policy.reason]));
    one.skipped().standardOutput(content(`accepted by the policy: ${reasons.join("; ")}\n\n${body}`));
  }
}

const first = (text: string): string => printable(text.split("\n")[0] ?? "");

/** Text for a CDATA section. The library splits the section at the first "]]>" of a text only. */
const content = (text: string): string => printable(text).replaceAll("]]>", "]] >");
