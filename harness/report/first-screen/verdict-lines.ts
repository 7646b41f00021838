// SPDX-License-Identifier: GPL-2.0-only
import { many } from "../../base/many.ts";
import type { GateConfig, GatePatch } from "../../gate/gate-report.ts";
import type { WhyNotKind } from "../../judge/verdict/scenario-verdict.ts";
import type { VerdictName } from "../../judge/verdict/verdict.ts";
import { paragraph, printable, type Screen } from "../screen.ts";
import { whyNotTexts } from "../why-not-texts.ts";
import type { BuildError } from "./build-error-lines.ts";

/** What a verdict comes to, for somebody in a hurry. */
const WORDS: Readonly<Record<VerdictName, string>> = {
  pass: "OK",
  fail: "NOT OK",
  "does-not-apply": "DOES NOT APPLY",
  "does-not-build": "NOT OK",
  "not-comparable": "CANNOT TELL",
  "not-exercised": "CANNOT TELL",
  "tool-failed": "TOOL FAILED",
};

/** Width of what stands before a number. */
const LABEL = 20;

/** Reasons that are shown where one matters. */
const MOST_REASONS = 3;

/** The verdict, what there is, and by configuration what was run and what was not. */
export function verdictLines(patch: GatePatch, errors: readonly BuildError[], screen: Screen): string[] {
  const { verdict, exitCode, configs, coverage } = patch;
  const tone = exitCode === 0 ? screen.colors.green : screen.colors.red;
  const title = screen.colors.bold(tone(`${WORDS[verdict]} (exit ${exitCode})`));
  const counts = countsOf(patch, errors).join(", ");
  return [
    paragraph(screen, `${title}   ${counts}`, 0, 2),
    ...configs.flatMap((one) => configLines(one, exitCode, screen)),
    ...(exitCode === 4 ? [] : notRunLines(configs, screen)),
    ...(coverage === null || coverage.lines === 0
      ? []
      : [`  ${"changed lines run".padEnd(LABEL)}${coverage.run} of ${coverage.lines}`]),
  ];
}

function countsOf(
  { problems, findings, configs, exitCode }: GatePatch,
  errors: readonly BuildError[],
): string[] {
  const failing = problems.filter(({ kind }) => kind === "fails");
  const mended = problems.length - failing.length;
  const accepted = findings.filter(({ status }) => status === "accepted").length;
  const among = failing.reduce((sum, { follows }) => sum + 1 + follows.length, 0);
  const of = among === failing.length ? "" : ` (${many(among, "finding")})`;
  const unbuilt = configs.some(({ before, after }) =>
    [before, after].some((one) => !one.ok && one.unavailable === ""),
  );
  return [
    ...(errors.length > 0 ? [many(errors.length, "build error")] : unbuilt ? ["a side does not build"] : []),
    ...(failing.length > 0 ? [`${many(failing.length, "problem")}${of}`] : []),
    ...(failing.length === 0 && errors.length === 0 && !unbuilt
      ? [exitCode === 4 ? "no regression seen" : "nothing regressed"]
      : []),
    ...(mended > 0 ? [`${mended} mended`] : []),
    ...(accepted > 0 ? [`${accepted} accepted`] : []),
  ];
}

/** What a scenario that was not run is, after its number. A side that is not there is told of its configuration. */
const IDLE: Readonly<Partial<Record<WhyNotKind, string>>> = {
  config: "for other configurations",
  "not-applicable": "not applicable",
  "fault-not-reached": "whose fault never happens",
  "ends-early": "ending before a changed line",
  "no-boot": "on a kernel that does not boot here",
  unmodelled: "meeting what is not modelled",
  "left-out": "left out, as the limit of work was reached",
  "runs-differ": "that ran in two ways",
};

/** Why scenarios were not run, of all configurations in one. */
function notRunLines(configs: readonly GateConfig[], screen: Screen): string[] {
  const counts = new Map<string, number>();
  for (const { scenarios } of configs)
    for (const { whyNot } of scenarios) {
      const text = whyNot === null ? undefined : IDLE[whyNot.kind];
      if (text !== undefined) counts.set(text, (counts.get(text) ?? 0) + 1);
    }
  if (counts.size === 0) return [];
  const parts = [...counts].toSorted(([, a], [, b]) => b - a).map(([text, count]) => `${count} ${text}`);
  return [paragraph(screen, `${"not run".padEnd(LABEL)}${parts.join(", ")}`, 2, LABEL)];
}

const FAILED = new Set(["fail", "hang"]);
const NOT_RUN = new Set(["skipped", "error"]);

function configLines(one: GateConfig, exitCode: number, screen: Screen): string[] {
  const { config, before, after, scenarios, unchecked } = one;
  const row = (text: string): string =>
    paragraph(screen, `${screen.colors.bold(config.padEnd(LABEL))}${text}`, 2, 4);
  const away = [before, after].filter(({ ok }) => !ok);
  if (away.some(({ unavailable }) => unavailable === "")) {
    const side = !before.ok && !after.ok ? "" : `${before.ok ? "the after" : "the before"} side `;
    return [row(screen.colors.red(`${side}does not build`))];
  }
  const [first] = away;
  if (first !== undefined) {
    const side = away.length === 2 ? "" : `the ${before.ok ? "after" : "before"} side: `;
    return [row(`not comparable here: ${side}${printable(first.unavailable)}`)];
  }
  const ran = scenarios.filter(({ status, whyNot }) => !NOT_RUN.has(status) && whyNot === null);
  const failed = ran.filter(({ status }) => FAILED.has(status)).length;
  const idle = scenarios.length - ran.length;
  const isSame = scenarios.length > 0 && scenarios.every(({ whyNot }) => whyNot?.kind === "same-code");
  const text = isSame
    ? "both sides compile to the same code: nothing had to run"
    : `${failed === 0 ? `${many(ran.length, "run")}, none fails` : `${failed} of ${many(ran.length, "run")} ${failed === 1 ? "fails" : "fail"}`}${idle === 0 ? "" : `; ${idle} not run`}`;
  return [
    row(text),
    ...reasonsOf(one, exitCode).map((reason) => paragraph(screen, printable(reason), LABEL + 2, 2)),
  ];

  function reasonsOf({ scenarios: all }: GateConfig, code: number): string[] {
    // where something was not looked at, that is what a reader has to know
    const reasons =
      code === 4 ? whyNotTexts(all.map(({ whyNot }) => (whyNot?.kind === "same-code" ? null : whyNot))) : [];
    const texts = [...unchecked, ...reasons];
    const left = texts.length - MOST_REASONS;
    return left <= 0 ? texts : [...texts.slice(0, MOST_REASONS), `and ${many(left, "more reason")}`];
  }
}
