// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from "node:crypto";
import { jsonText } from "../json-text.ts";
import { printable } from "../screen.ts";
import { findingText } from "./finding-text.ts";
import type { Format } from "./format.ts";
import { judged, patchName } from "./patch-name.ts";

/** GitLab's code quality report: what fails, each with a fingerprint of its own. */
export const gitlab: Format = {
  name: "gitlab",
  what: "GitLab code quality",
  needsTraces: false,
  render: (report) => {
    // one key may stand for several errors of a kind; each keeps its name as long as those before it stay
    const times = new Map<string, number>();
    const fingerprint = (key: string): string => {
      const before = times.get(key) ?? 0;
      times.set(key, before + 1);
      return createHash("sha256")
        .update(before === 0 ? key : `${key}\n${before}`)
        .digest("hex")
        .slice(0, 32);
    };
    const issues = judged(report).flatMap((patch) => {
      const name = report.patches.length === 1 ? "" : `${patchName(patch, report)}: `;
      const [hunk] = patch.hunks;
      const failing = patch.findings.filter(({ status }) => status === "fails");
      const issue = (
        check: string,
        text: string,
        key: string,
        path: string,
        line: number,
        severity: string,
      ) => ({
        description: printable(`${name}${text}`),
        check_name: check,
        fingerprint: fingerprint(`${patch.number}\n${key}`),
        severity,
        location: { path, lines: { begin: Math.max(1, line) } },
      });
      const fallback = hunk ?? { file: report.input, newLine: 1 };
      return [
        ...(patch.refusal === null
          ? []
          : [issue("refusal", patch.refusal.message, patch.refusal.message, fallback.file, 1, "blocker")]),
        ...patch.configs.flatMap(({ config, after }) =>
          after.errors.map(({ file, line, message }) =>
            issue("build", `${config}: ${message}`, `${config} ${file} ${message}`, file, line, "blocker"),
          ),
        ),
        ...failing.map((finding) => {
          const { place } = finding;
          const [path, line] = place.line > 0 ? [place.file, place.line] : [fallback.file, fallback.newLine];
          const text = `${finding.invariant}: ${findingText(finding)}`;
          return issue(finding.invariant, text, finding.fingerprint, path, line, "critical");
        }),
        ...patch.notes.map(({ kind, text, line }) =>
          issue(`policy-${kind}`, text, `${kind} ${line}`, report.policy ?? report.input, line, "major"),
        ),
      ];
    });
    const notes = report.notes.map(({ kind, text, line, fails }) => ({
      description: printable(text),
      check_name: `policy-${kind}`,
      fingerprint: fingerprint(`policy\n${text}`),
      severity: fails ? "critical" : "info",
      location: { path: report.policy ?? report.input, lines: { begin: Math.max(1, line) } },
    }));
    return jsonText([...issues, ...notes]);
  },
};
