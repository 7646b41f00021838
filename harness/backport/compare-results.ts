// SPDX-License-Identifier: GPL-2.0-only
import { returnName } from "../abi/return-name.ts";
import { atStep } from "./at-step.ts";
import type { Comparison, Fate, Shown } from "./comparison.ts";
import type { PatchProfile } from "./patch-profile.ts";
import type { ScenarioPair } from "./scenario-pair.ts";

/** A result on both sides of a patch: null if the step gives none, undefined if the kernel did not get there. */
interface Results {
  readonly before: number | null | undefined;
  readonly after: number | null | undefined;
}

/**
 * What callers get, step by step. An effect is kept if both patches end with the same value: what the bases gave before
 * may differ.
 */
export function compareResults(pair: ScenarioPair): Comparison[] {
  const { scenario, upstream, backport } = pair;
  return scenario.steps.flatMap(({ do: verb }, step): Comparison[] => {
    const [up, back] = [upstream, backport].map(({ before, after }): Results => {
      return { before: before.results.get(step), after: after.results.get(step) };
    }) as [Results, Results];
    const settled = settle(up, back);
    if (settled === null) return [];
    const [fate, note] = settled;
    const what = { kind: "result" as const, what: verb, class: "changed" as const };
    const signature = `result: ${verb}`;
    const sides = { upstream: shown(up, upstream, step), backport: shown(back, backport, step) };
    return [{ fate, ...atStep(pair, step), ...what, signature, ...sides, note }];
  });
}

function settle(up: Results, back: Results): [Fate, string] | null {
  const [isOurs, isTheirs] = [changes(up), changes(back)];
  if (!isOurs && !isTheirs) return null;
  if (isOurs && isTheirs) return [up.after === back.after ? "kept" : "lost", ""];
  const [one, other, name] = isOurs ? [up, back, "backport"] : [back, up, "upstream"];
  if (typeof other.before !== "number") {
    return ["not-comparable", `the base of the ${name} does not get to this step without the patch`];
  }
  if (other.before === one.after && other.after === one.after) {
    return ["not-comparable", `the base of the ${name} gives it without the patch`];
  }
  return [isOurs ? "lost" : "extra", ""];
}

/** A step that needs what an earlier one did not get is skipped: that one says why. */
const changes = ({ before, after }: Results): boolean =>
  typeof before === "number" && typeof after === "number" && before !== after;

function shown({ before, after }: Results, profile: PatchProfile, step: number): Shown {
  const name = (value: Results["before"]): string =>
    value === undefined ? "not reached" : value === null ? "nothing" : returnName(value);
  // a result has no line; what else the patch changes in that step may have one
  const near = profile.verdict.findings.filter(
    (one) => one.step === step + 1 && one.class !== "pre-existing",
  );
  const place = near.find((one) => one.place.hunk !== null)?.place ?? null;
  return { before: name(before), after: name(after), place };
}
