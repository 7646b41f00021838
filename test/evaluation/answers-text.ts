// SPDX-License-Identifier: GPL-2.0-only
import type { Answer } from "./judge-change.ts";
import type { SeenFinding } from "./seen.ts";

const TURN = { bug: "put in", fix: "taken out", none: "" } as const;

/** @returns one line an answer: subject, name, the right exit codes, the one that was seen, the class, what was found */
export function answersText(answers: readonly Answer[]): string {
  const rows = answers.map(({ subject, change, turn, exits, seen, class: kind }) => [
    subject,
    change,
    TURN[turn],
    `exit ${exits.join(" or ")}`,
    `seen ${seen.exit}`,
    kind,
    kind === "right" ? "" : shown(seen.findings),
  ]);
  const widths = [0, 1, 2, 3, 4, 5].map((i) => Math.max(0, ...rows.map((row) => row[i]!.length)));
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, i) => cell.padEnd(widths[i] ?? 0))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}

/** The first few things that were found. */
function shown(findings: readonly SeenFinding[]): string {
  const few = findings
    .filter((one) => one.rule !== "trace")
    .map((one) => `${one.class} ${one.rule}${one.function === "" ? "" : ` in ${one.function}`}`);
  const texts = [...new Set(few)];
  return texts.slice(0, 3).join(", ") + (texts.length > 3 ? `, ${texts.length - 3} more` : "");
}
