// SPDX-License-Identifier: GPL-2.0-only
import type { Answer } from "./judge-change.ts";
import type { Results } from "./results.ts";

/** How a run differs from the one that is kept. */
export interface Drift {
  /** Right before and not any more, or wrong and not known to be. */
  readonly worse: readonly Answer[];
  /** Known to be wrong, and right now. */
  readonly better: readonly Answer[];
}

/** Compares answers with the kept ones; one that is wrong in another way than before is neither worse nor better. */
export function compareResults(answers: readonly Answer[], kept: Results): Drift {
  const known = (one: Answer): string | undefined =>
    kept[one.subject]?.answers.find(({ change, turn }) => change === one.change && turn === one.turn)?.class;
  const isKnownWrong = (one: Answer): boolean => (known(one) ?? "right") !== "right";
  return {
    worse: answers.filter((one) => one.class !== "right" && !isKnownWrong(one)),
    better: answers.filter((one) => one.class === "right" && isKnownWrong(one)),
  };
}
