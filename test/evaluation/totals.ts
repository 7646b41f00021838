// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../harness/base/project-root.ts";
import { CLASSES } from "./classify.ts";
import { matrixOf } from "./matrix.ts";
import type { Results } from "./results.ts";

const START = "<!-- evaluation: `npm run -s evaluate -- --update` writes this -->";
const END = "<!-- end of evaluation -->";

const readme = (): string => join(projectRoot(), "README.md");

/** @returns the part of README.md that tells how often the tool is right: one matrix over all subjects */
export function totalsText(results: Results): string {
  const subjects = Object.values(results);
  if (subjects.length === 0) return [START, "", "No run is kept yet.", "", END].join("\n");
  const rows = matrixOf(subjects.flatMap(({ answers }) => answers));
  const runs = subjects.map(({ of, date, answers }) => {
    const right = answers.filter((one) => one.class === "right").length;
    return `${of}, ${date}: ${right} of ${answers.length}`;
  });
  return [
    START,
    "",
    `| | ${CLASSES.join(" | ")} |`,
    `|---|${CLASSES.map(() => "--:|").join("")}`,
    ...rows.map(({ title, counts }) => `| ${title} | ${counts.join(" | ")} |`),
    "",
    `Right answers: ${runs.join("; ")}.`,
    "",
    END,
  ].join("\n");
}

/** @returns that part of README.md as it stands there; throws if it is missing */
export function keptTotals(): string {
  const text = readFileSync(readme(), "utf8");
  const [from, to] = [text.indexOf(START), text.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`README.md has no part from ${START} to ${END}`);
  return text.slice(from, to + END.length);
}

/** Writes that part anew. */
export function writeTotals(results: Results): void {
  const kept = keptTotals();
  const text = readFileSync(readme(), "utf8");
  writeFileSync(
    readme(),
    text.replace(kept, () => totalsText(results)),
  );
}
