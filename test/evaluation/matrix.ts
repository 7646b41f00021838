// SPDX-License-Identifier: GPL-2.0-only
import { CLASSES } from "./classify.ts";
import type { Answer } from "./judge-change.ts";

/** What was asked: the rows of the matrix. */
const ROWS: readonly (readonly [title: string, (one: Pick<Answer, "kind" | "turn">) => boolean])[] = [
  ["a mistake is put in", ({ kind, turn }) => kind !== "unseen" && turn === "bug"],
  ["a mistake is taken out", ({ kind, turn }) => kind !== "unseen" && turn === "fix"],
  ["nothing changes", ({ kind }) => kind === "harmless"],
  ["nothing runs that changes", ({ kind }) => kind === "unseen"],
];

/** @returns how many answers are of which class, for each thing that was asked, with a row for all */
export function matrixOf(
  answers: readonly Pick<Answer, "kind" | "turn" | "class">[],
): { readonly title: string; readonly counts: readonly number[] }[] {
  const count = (some: readonly Pick<Answer, "class">[]): number[] =>
    CLASSES.map((name) => some.filter((one) => one.class === name).length);
  return [
    ...ROWS.map(([title, isOf]) => ({ title, counts: count(answers.filter(isOf)) })),
    { title: "all", counts: count(answers) },
  ];
}

/** @returns the matrix as text, in columns */
export function matrixText(answers: readonly Answer[]): string {
  const rows = matrixOf(answers);
  const width = Math.max(...rows.map(({ title }) => title.length));
  const head = `${"".padEnd(width)}  ${CLASSES.join("  ")}`;
  const lines = rows.map(({ title, counts }) => {
    const cells = counts.map((count, i) => String(count).padStart(CLASSES[i]!.length));
    return `${title.padEnd(width)}  ${cells.join("  ")}`;
  });
  return [head, ...lines, ""].join("\n");
}
