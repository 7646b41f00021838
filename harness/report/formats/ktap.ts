// SPDX-License-Identifier: GPL-2.0-only
import type {
  GateBuild,
  GateConfig,
  GatePatch,
  GateReport,
  GateScenario,
  ScenarioStatus,
} from "../../gate/gate-report.ts";
import { printable } from "../screen.ts";
import { findingText } from "./finding-text.ts";
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

/** KTAP version 1 (the kernel's Documentation/dev-tools/ktap.rst): configurations, and in each of them the scenarios. */
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
    const failing = report.notes.map(({ fails, text, line }): Test => {
      const name = `policy line ${line}`;
      return { name, ok: !fails, directive: "", diagnostics: [text], tests: [] };
    });
    const lines = [...block([...tests, ...failing]), `# ${clean(report.line)}`];
    return `${lines.join("\n")}\n`;
  },
};

function patchTest(patch: GatePatch, report: GateReport): Test {
  const tests = patchTests(patch);
  return {
    name: patchName(patch, report),
    ok: patch.exitCode === 0,
    directive: "",
    diagnostics: [patch.line],
    tests,
  };
}

function patchTests(patch: GatePatch): Test[] {
  if (patch.refusal !== null) {
    const { message, hint } = patch.refusal;
    const diagnostics = [...message.split("\n"), `hint: ${hint}`];
    return [{ name: "apply", ok: false, directive: "ERROR", diagnostics, tests: [] }];
  }
  const notes = patch.notes.map(({ kind, fails, text }): Test => {
    return { name: `policy ${kind}`, ok: !fails, directive: "", diagnostics: [text], tests: [] };
  });
  return [...patch.configs.map((config) => configTest(config, patch)), ...notes];
}

function configTest(config: GateConfig, patch: GatePatch): Test {
  const tests = config.scenarios.map((scenario) => scenarioTest(scenario, patch));
  const errors = [...buildErrors("before", config.before), ...buildErrors("after", config.after)];
  const ok = errors.length === 0 && tests.every((test) => test.ok);
  const isSkipped = errors.length === 0 && config.scenarios.every(({ status }) => status === "skipped");
  const why = config.after.unavailable || config.before.unavailable || "nothing runs here";
  const directive = isSkipped ? `SKIP ${why}` : "";
  return { name: config.config, ok, directive, diagnostics: errors, tests };
}

function buildErrors(side: string, { ok, errors, unavailable }: GateBuild): string[] {
  if (ok || unavailable !== "") return [];
  const lines = errors.map(({ file, line, message }) => `${file}:${line}: ${message}`);
  return [`the ${side} side does not build`, ...lines];
}

const DIRECTIVES: Readonly<Record<ScenarioStatus, string>> = {
  pass: "",
  fail: "",
  accepted: "XFAIL accepted by the policy",
  hang: "TIMEOUT",
  skipped: "SKIP",
  error: "ERROR",
};

function scenarioTest({ id, status, reason, findings }: GateScenario, patch: GatePatch): Test {
  const told = findings
    .map((i) => patch.findings[i]!)
    .filter((one) => /^(?:fails|accepted)$/.test(one.status));
  const diagnostics = told.map((one) => {
    const { file, line, function: name } = one.place;
    const where = line === 0 ? "" : ` at ${file}:${line}${name === "" ? "" : ` in ${name}`}`;
    return `${one.invariant}${where}: ${findingText(one)}`;
  });
  const isSkipped = status === "skipped";
  const why = isSkipped && reason !== "" ? ` ${reason}` : "";
  return {
    name: id,
    ok: status === "pass" || status === "accepted" || isSkipped,
    directive: `${DIRECTIVES[status]}${why}`,
    diagnostics: status === "error" && reason !== "" ? [reason, ...diagnostics] : diagnostics,
    tests: [],
  };
}

function block(tests: readonly Test[]): string[] {
  const lines = tests.flatMap(({ name, ok, directive, diagnostics, tests: inner }, i) => {
    const result = `${ok ? "ok" : "not ok"} ${i + 1} ${clean(name)}`;
    return [
      ...(inner.length === 0 ? [] : block(inner).map((line) => `  ${line}`)),
      ...diagnostics.flatMap((text) => text.split("\n")).map((text) => `# ${clean(text)}`),
      directive === "" ? result : `${result} # ${clean(directive)}`,
    ];
  });
  return ["KTAP version 1", `1..${tests.length}`, ...lines];
}

/** A # begins a directive. */
const clean = (text: string): string => printable(text).replaceAll("#", "").replace(/\s+/g, " ").trim();
