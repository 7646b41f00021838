// SPDX-License-Identifier: GPL-2.0-only
import { findingText } from "./finding-text.ts";
import { followsText } from "./follows-text.ts";
import { runsText } from "./runs-text.ts";
import { sentence } from "./sentence.ts";
import type { ToldProblem } from "./tell-patch.ts";

/** All of a problem in one paragraph: what is wrong, what is seen, how often, what follows. */
export function problemText(problem: ToldProblem): string {
  const { number, headline, head } = problem;
  const follows = followsText(problem);
  const parts = [
    `problem ${number}: ${headline}`,
    findingText(head),
    runsText(problem),
    ...(follows === "" ? [] : [`and so: ${follows}`]),
  ];
  return parts.map(sentence).join(" ");
}
