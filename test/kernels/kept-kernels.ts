// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../harness/base/project-root.ts";
import type { KernelSurvey } from "../../harness/judge/survey/kernel-survey.ts";

/** Scenarios of a subject that ran, and that apply. */
export type Counts = readonly [ran: number, applicable: number];

/** A kernel that was tried: by subject, on x86_64, and on 32 bits, both configurations together. */
export interface TriedKernel {
  readonly subjects: Readonly<
    Record<string, { readonly x86_64: Counts | null; readonly x86_32: Counts | null }>
  >;
  readonly date: string;
}

/** By release. */
export type TriedKernels = Readonly<Record<string, TriedKernel>>;

const FILE = join(projectRoot(), "test", "kernels", "kernels.json");

export const readKernels = (): TriedKernels => JSON.parse(readFileSync(FILE, "utf8")) as TriedKernels;

/** Oldest first. */
export function writeKernels(kernels: TriedKernels): void {
  const sorted = Object.entries(kernels).sort(([a], [b]) => compareReleases(a, b));
  writeFileSync(FILE, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
}

/** What is kept of a survey. @param date as 2026-01-31 */
export function triedKernel({ subjects }: KernelSurvey, date: string): TriedKernel {
  const names = [...new Set(subjects.map(({ subject }) => subject))];
  const sum = (name: string, is64bit: boolean): Counts | null => {
    const some = subjects.filter(
      ({ subject, config, unavailable }) =>
        subject === name && (config === "x86_64") === is64bit && unavailable === null,
    );
    if (some.length === 0) return null;
    const total = (of: "ran" | "applicable"): number => some.reduce((all, one) => all + one[of], 0);
    return [total("ran"), total("applicable")];
  };
  const counts = names.map((name) => [name, { x86_64: sum(name, true), x86_32: sum(name, false) }] as const);
  return { subjects: Object.fromEntries(counts), date };
}

function compareReleases(a: string, b: string): number {
  const numbers = (release: string): number[] => release.split(/[.-]/).map(Number);
  const [x, y] = [numbers(a), numbers(b)];
  const at = x.findIndex((one, i) => one !== y[i]);
  return at === -1 ? 0 : (x[at] ?? 0) - (y[at] ?? 0);
}
