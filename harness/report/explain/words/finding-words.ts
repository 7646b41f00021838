// SPDX-License-Identifier: GPL-2.0-only
import type { FindingClass } from "../../../judge/verdict/finding.ts";
import type { WordText } from "../word-text.ts";

/** What a patch did to something. */
export const FINDING_WORDS: Readonly<
  Record<FindingClass | "regressed-beyond" | "unexplained" | "outcome" | "trace", WordText>
> = {
  regressed: {
    brief: "held before the patch, broken after it: fails",
    means: `A rule that the before side keeps in a scenario, and the after side breaks in the same one. Violations are paired one by one, by the step, the functions that led there and the object: a second leak beside one that was there before is a regression, too.

It makes a check end with 1. If it is meant, or mended by a later patch, a policy can accept it by its signature.`,
    see: ["regressed-beyond", "policy", "signature"],
  },
  "regressed-beyond": {
    brief: "broken after, where before gets no further: fails",
    means: `The before side crashes, hangs or is refused before it could show the same, so nothing can be said of it. The after side goes on and breaks a rule, and the patch's own lines, or calls that it takes away, lead there. It counts as regressed.

If the patch has no hand in it, it is revealed instead.`,
    see: ["regressed", "revealed"],
  },
  fixed: {
    brief: "broken before the patch, holds after it",
    means: `A rule that the before side breaks in a scenario, and the after side keeps in the same one, having come just as far. What the after side can no longer show, because an earlier step is refused to it, does not count as fixed.

With --reverse the sides change places: what taking the patch back fixes, the patch breaks. A policy can ask for a fix, and fail if it does not show.`,
    see: ["policy"],
  },
  revealed: {
    brief: "broken after, and no doing of the patch: no failure",
    means: `The after side breaks a rule where the before side died, was refused, or did not come to the line, and no line of the patch leads there: the fault was in the kernel before, and the patch lets one see it. It does not count against the patch.`,
    see: ["regressed-beyond", "pre-existing"],
  },
  changed: {
    brief: "another result, or another way there; no rule is broken",
    means: `A call returns another value, or the sides do different things on the way (hypercalls, page-table writes, allocations), and no rule is broken on either side. Differences on the way are no failure; check --all lists them.

A changed result is a failure only if nothing that the patch fixes or breaks accounts for it: then it is unexplained.`,
    see: ["unexplained", "outcome", "trace"],
  },
  "pre-existing": {
    brief: "broken on both sides in the same way: no failure",
    means: `Both sides break the rule: the fault was there before the patch and still is. It is not counted against the patch, and listed with check --all.

With what is known of the kernel as it is, look at "hunkbox inspect --tree".`,
  },
  unexplained: {
    brief: "a changed result that nothing accounts for: fails",
    means: `A call returns another result than before, mostly an error in place of success, and the scenario shows nothing fixed or broken that would account for it. Callers notice, so it makes a check end with 1.

If the change is what the patch is for (it now refuses what it should), a policy accepts it by its signature. One error in place of another is listed, and fails only if the policy says "errno: strict".`,
    see: ["changed", "policy", "signature"],
  },
  outcome: {
    brief: "a finding about what a call returns",
    means: `No rule, but the comparison of results: what each step of a scenario returns, or the byte that it reads, on one side and on the other.`,
    see: ["changed", "unexplained"],
  },
  trace: {
    brief: "a finding about what happens on the way",
    means: `No rule, but the comparison of both sides' events, aligned step by step: hypercalls, grant operations, page-table writes, p2m writes, allocations, messages. "hunkbox trace SCENARIO" shows both next to each other.`,
    see: ["changed"],
  },
};
