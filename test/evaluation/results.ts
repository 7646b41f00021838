// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { projectRoot } from "../../harness/base/project-root.ts";
import { KINDS } from "./change.ts";
import { CLASSES } from "./classify.ts";
import type { Answer } from "./judge-change.ts";
import { TURNS } from "./question.ts";

const resultsSchema = v.record(
  v.string(),
  v.strictObject({
    /** What the tree calls itself, with its version. */
    of: v.string(),
    /** The day of the run, as in 2026-11-28. */
    date: v.string(),
    answers: v.array(
      v.strictObject({
        change: v.string(),
        kind: v.picklist(KINDS),
        turn: v.picklist(TURNS),
        class: v.picklist(CLASSES),
      }),
    ),
  }),
);

/** What the tool said of each change, by subject: the file that a later run is compared with. */
export type Results = v.InferOutput<typeof resultsSchema>;

/** One answer, as it is kept. */
export type Result = Results[string]["answers"][number];

const path = (): string => join(projectRoot(), "test", "fixtures", "changes", "results.json");

/** @returns the kept results; throws if the file is damaged */
export const readResults = (): Results => v.parse(resultsSchema, JSON.parse(readFileSync(path(), "utf8")));

/** Keeps results, one line an answer. */
export function writeResults(results: Results): void {
  const subjects = Object.entries(results).map(([name, { of, date, answers }]) => {
    const lines = answers.map((one) => `      ${JSON.stringify(one)}`).join(",\n");
    const about = `    "of": ${JSON.stringify(of)},\n    "date": ${JSON.stringify(date)},\n`;
    return `  ${JSON.stringify(name)}: {\n${about}    "answers": [\n${lines}\n    ]\n  }`;
  });
  writeFileSync(path(), `{\n${subjects.join(",\n")}\n}\n`);
}

/** @returns an answer without what differs from run to run */
export const resultOf = ({ change, kind, turn, class: name }: Answer): Result => ({
  change,
  kind,
  turn,
  class: name,
});
