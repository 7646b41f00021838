// SPDX-License-Identifier: GPL-2.0-only
import { shortened } from "../../base/shortened.ts";
import type {
  GateConfig,
  GatePatch,
  GateReport,
  GateScenario,
  ScenarioStatus,
} from "../../gate/gate-report.ts";
import { judgedStatus } from "../told/judged-status.ts";
import { legible } from "../told/legible.ts";
import { runFindings } from "../told/run-findings.ts";
import { runText, runTitle } from "../told/run-text.ts";
import { tellPatch } from "../told/tell-patch.ts";
import { toldList } from "../told/told-list.ts";
import type { Format } from "./format.ts";
import { judged, patchName } from "./patch-name.ts";

/** A test and what it is made of. */
interface Test {
  readonly name: string;
  readonly ok: boolean;
  readonly directive: string;
  readonly diagnostics: readonly string[];
  readonly tests: readonly Test[];
}

/**
 * KTAP version 1 (the kernel's Documentation/dev-tools/ktap.rst): whether the patch could be judged, then configurations, and in
 * each of them the scenarios. Subtests are named as KUnit names them, which is how its parser knows where they end.
 */
export const ktap: Format = {
  name: "ktap",
  what: "KTAP version 1, as the kernel's own tests",
  needsTraces: false,
  render: (report) => {
    const [only] = report.patches;
    const tests =
      report.patches.length === 1 && only !== undefined
        ? patchTests(only)
        : judged(report).map((patch) => patchTest(patch, report));
    const policy = report.notes.map(({ fails, text, line }) =>
      leaf(`policy line ${line}`, !fails, "", [text]),
    );
    const lines = [...block([...tests, ...policy], null), `# ${clean(report.line)}`];
    return `${lines.join("\n")}\n`;
  },
};

/** Characters of a diagnostic. */
const LONGEST = 4000;

const leaf = (name: string, ok: boolean, directive = "", diagnostics: readonly string[] = []): Test => {
  return { name, ok, directive, diagnostics, tests: [] };
};

function patchTest(patch: GatePatch, report: GateReport): Test {
  const tests = patchTests(patch);
  const ok = patch.exitCode === 0;
  return { name: patchName(patch, report), ok, directive: "", diagnostics: [patch.line], tests };
}

function patchTests(patch: GatePatch): Test[] {
  if (patch.refusal !== null) {
    const { message, hint } = patch.refusal;
    const diagnostics = [...message.split("\n"), `hint: ${hint}`];
    return [{ ...leaf("patch", false), tests: [leaf("applies", false, "ERROR", diagnostics)] }];
  }
  // tests that pass say nothing where nothing can be said: a result that is ok would be wrong
  const isTold = judgedStatus(patch) !== "untold";
  const list = toldList(tellPatch(patch)).map(([name, text]) => `${name}: ${text}`);
  const own = [leaf("applies", true), leaf("judged", isTold, isTold ? "" : `ERROR ${patch.verdict}`, [])];
  const notes = patch.notes.map(({ kind, fails, text }) => leaf(`policy ${kind}`, !fails, "", [text]));
  return [
    { ...leaf("patch", isTold, "", list), tests: own },
    ...patch.configs.map((config) => configTest(config, patch)),
    ...notes,
  ];
}

function configTest(config: GateConfig, patch: GatePatch): Test {
  const tests = [
    buildTest(config),
    ...config.scenarios.map((scenario) => scenarioTest(scenario, config.config, patch)),
  ];
  const ok = tests.every((test) => test.ok);
  const isSkipped = ok && config.scenarios.every(({ status }) => status === "skipped");
  const why = config.after.unavailable || config.before.unavailable || "nothing runs here";
  return { name: config.config, ok, directive: isSkipped ? `SKIP ${why}` : "", diagnostics: [], tests };
}

/** A side that does not build is told here and nowhere else: its scenarios are skipped. */
function buildTest({ before, after }: GateConfig): Test {
  const sides = [["before", before] as const, ["after", after] as const];
  const broken = sides.filter(([, { ok, unavailable }]) => !ok && unavailable === "");
  const lines = broken.flatMap(([side, { errors }]) => [
    `the ${side} side does not build`,
    ...errors.map(({ file, line, message }) => `${file}:${line}: ${message}`),
  ]);
  if (lines.length > 0) return leaf("build", false, "", lines);
  const away = sides.find(([, { ok }]) => !ok)?.[1].unavailable ?? "";
  return leaf("build", true, away === "" ? "" : `SKIP ${away}`);
}

const DIRECTIVES: Readonly<Record<ScenarioStatus, string>> = {
  pass: "",
  fail: "",
  accepted: "XFAIL accepted by the policy",
  hang: "TIMEOUT",
  skipped: "SKIP",
  error: "ERROR",
};

function scenarioTest(scenario: GateScenario, config: string, patch: GatePatch): Test {
  const { id, status, reason } = scenario;
  const told = runFindings(patch, config, scenario).map((one) => `${runTitle(one)}: ${runText(one)}`);
  const isSkipped = status === "skipped";
  const why = isSkipped && reason !== "" ? ` ${reason}` : "";
  const ok = status === "pass" || status === "accepted" || isSkipped;
  const diagnostics = status === "error" && reason !== "" ? [reason, ...told] : told;
  return leaf(id, ok, `${DIRECTIVES[status]}${why}`, diagnostics);
}

/** @param name of the test that these are subtests of; null at the top */
function block(tests: readonly Test[], name: string | null): string[] {
  const lines = tests.flatMap((test, i) => {
    const own = clean(test.name);
    const result = `${test.ok ? "ok" : "not ok"} ${i + 1} ${own}`;
    return [
      ...(test.tests.length === 0 ? [] : block(test.tests, own).map((line) => `  ${line}`)),
      // a name in front, as KUnit has it: no text of a patch is taken for a header then
      ...test.diagnostics
        .flatMap((text) => shortened(text, LONGEST).split("\n"))
        .map((text) => `# ${own}: ${clean(text)}`),
      test.directive === "" ? result : `${result} # ${clean(test.directive)}`,
    ];
  });
  const header = name === null ? [] : [`# Subtest: ${name}`];
  return ["KTAP version 1", ...header, `1..${tests.length}`, ...lines];
}

/** What KUnit's parser takes for the end of a log, wherever a line has it. */
const ENDS = /(List of all partitions|Kernel panic - not syncing|reboot):/g;

/** A # begins a directive. */
const clean = (text: string): string =>
  legible(text).replaceAll("#", "").replace(ENDS, "$1 :").replace(/\s+/g, " ").trim();
