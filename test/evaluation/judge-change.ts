// SPDX-License-Identifier: GPL-2.0-only
import { ApplyError } from "../../harness/base/apply/apply-error.ts";
import { openCache } from "../../harness/compile/cache/open-cache.ts";
import { INSTRUMENTED } from "../../harness/compile/flavour.ts";
import { type CheckResult, checkPatch } from "../../harness/judge/check-patch.ts";
import type { KeptJudgements } from "../../harness/judge/kept-judgements.ts";
import { parseSeries } from "../../harness/patch/parse-series.ts";
import { jsonReport } from "../../harness/report/json-report.ts";
import { lcov } from "../../harness/report/lcov.ts";
import { loadCatalogue } from "../../harness/scenario/load-catalogue.ts";
import type { Change } from "./change.ts";
import { type Class, classify } from "./classify.ts";
import { patchText } from "./load-changes.ts";
import { questionsOf, type Turn } from "./question.ts";
import { sameTold } from "./same-told.ts";
import { type Seen, seenOf } from "./seen.ts";
import type { Subject } from "./subject.ts";

/** One check of a change on one subject, and how right it is. */
export interface Answer {
  readonly change: string;
  readonly kind: Change["kind"];
  readonly subject: string;
  readonly turn: Turn;
  /** The exit codes that are right. */
  readonly exits: readonly number[];
  readonly seen: Seen;
  readonly class: Class;
}

const catalogue = loadCatalogue();

/**
 * Checks a change as `hunkbox check` does it, in both directions if it makes a mistake.
 *
 * @param kept what the checks before it kept: each is made again with that, and has to be told in the same bytes
 * @returns null if it does not apply to a kernel that it was not made for
 * @throws ApplyError if it does not apply to one that it was made for
 */
export async function judgeChange(
  change: Change,
  subject: Subject,
  kept: KeptJudgements | null,
): Promise<Answer[] | null> {
  const { base, ground, configs, name } = subject;
  const isOwn = ground === name;
  const series = await parseSeries(Buffer.from(patchText(change, ground)), `${change.name}.patch`);
  const answers: Answer[] = [];
  try {
    for (const question of questionsOf(change)) {
      const { turn, reverse, exits } = question;
      const request = {
        ...{ base, patches: series.patches, reverse, configs },
        ...{ scenarios: catalogue, flavours: INSTRUMENTED, cache: openCache() },
        progress: () => {},
      };
      const told = (one: CheckResult): string =>
        `${jsonReport(one, series, reverse, "")}\n${lcov(one.configs)}`;
      const result = await checkPatch(request);
      // first with runs that are kept, then with the judgement that is kept of that
      for (const what of kept === null ? [] : ["runs", "the judgement"]) {
        const again = await checkPatch({ ...request, kept });
        sameTold(told(result), told(again), `${turn}, with ${what} of earlier checks`);
      }
      const seen = seenOf(result);
      const { name: of, kind } = change;
      answers.push({
        ...{ change: of, kind, subject: name, turn, exits, seen },
        class: classify(question, seen, isOwn),
      });
    }
  } catch (error) {
    if (error instanceof ApplyError && !isOwn) return null;
    throw error;
  }
  return answers;
}
