// SPDX-License-Identifier: GPL-2.0-only
import type { Answer } from "./judge-change.ts";
import { readResults, resultOf, writeResults } from "./results.ts";
import type { Subject } from "./subject.ts";
import { writeTotals } from "./totals.ts";

/**
 * Keeps what was answered, in results.json and in README.md; not of kernels that no change was made for.
 *
 * @param isAll of false, what is kept of other changes stays
 */
export function keepAnswers(subjects: readonly Subject[], answers: readonly Answer[], isAll: boolean): void {
  const results = readResults();
  const date = new Date().toISOString().slice(0, 10);
  for (const { name, of, ground } of subjects) {
    const fresh = answers.filter(({ subject }) => subject === name);
    // of a kernel that no change was made for, some apply today and others tomorrow
    if (fresh.length === 0 || name !== ground) continue;
    const names = new Set(fresh.map(({ change }) => change));
    const others = (results[name]?.answers ?? []).filter(({ change }) => !isAll && !names.has(change));
    const merged = [...others, ...fresh.map(resultOf)].sort((a, b) => (a.change < b.change ? -1 : 1));
    results[name] = { of, date, answers: merged };
  }
  writeResults(results);
  writeTotals(results);
}
