// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../harness/base/project-root.ts";
import { SUBJECTS } from "../../harness/subject/subjects.ts";
import type { Counts, TriedKernels } from "./kept-kernels.ts";

const START = "<!-- kernels: `npm run -s kernels -- --update` writes this -->";
const END = "<!-- end of kernels -->";

const readme = (): string => join(projectRoot(), "README.md");

/** @returns the part of README.md that tells which kernels were tried */
export function kernelsTable(kernels: TriedKernels): string {
  const names = SUBJECTS.map(({ name }) => name);
  const rows = Object.entries(kernels).map(([release, { subjects }]) => {
    const cells = names.map((name) => cellOf(subjects[name]?.x86_64, subjects[name]?.x86_32));
    return `| ${release} | ${cells.join(" | ")} |`;
  });
  return [
    START,
    "",
    `| kernel | ${names.join(" | ")} |`,
    `|---|${names.map(() => "---|").join("")}`,
    ...rows,
    "",
    END,
  ].join("\n");
}

function cellOf(wide: Counts | null | undefined, narrow: Counts | null | undefined): string {
  const text = (counts: Counts): string => `${counts[0]} of ${counts[1]}`;
  const on64 = wide === null || wide === undefined ? "-" : text(wide);
  return narrow === null || narrow === undefined ? on64 : `${on64}; 32 bits: ${text(narrow)}`;
}

/** @returns that part of README.md as it stands there; throws if it is missing */
export function keptTable(): string {
  const text = readFileSync(readme(), "utf8");
  const [from, to] = [text.indexOf(START), text.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`README.md has no part from ${START} to ${END}`);
  return text.slice(from, to + END.length);
}

/** Writes that part anew. */
export function writeTable(kernels: TriedKernels): void {
  const kept = keptTable();
  const text = readFileSync(readme(), "utf8");
  writeFileSync(
    readme(),
    text.replace(kept, () => kernelsTable(kernels)),
  );
}
