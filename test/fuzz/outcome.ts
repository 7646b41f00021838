// SPDX-License-Identifier: GPL-2.0-only
import type { Target } from "./target.ts";

/** Longer than anyone reads: what a mail or a file says must not come back as an error of any length. */
const LONGEST_MESSAGE = 5000;

/** A parser that gives more than so many times what it gets would take all memory for a small mail. */
const MOST_TIMES = 1000;

/** What came of one input. */
export type Outcome =
  | { readonly kind: "taken"; readonly result: string }
  | { readonly kind: "refused"; readonly result: string }
  | { readonly kind: "failed"; readonly why: string; readonly stack: string };

/** Runs a target on an input, and says whether what came is right of it. */
export async function outcomeOf(target: Target, input: Uint8Array): Promise<Outcome> {
  try {
    const result = JSON.stringify(await target.run(input)) ?? "";
    if (result.length > MOST_TIMES * (input.length + 1000))
      return { kind: "failed", why: `gives ${result.length} characters for ${input.length}`, stack: "" };
    return { kind: "taken", result };
  } catch (error) {
    if (!(error instanceof Error)) return { kind: "failed", why: `throws ${String(error)}`, stack: "" };
    if (!target.isExpected(error))
      return {
        kind: "failed",
        why: `${error.name}: ${error.message.slice(0, 200)}`,
        stack: error.stack ?? "",
      };
    if (error.message.length > LONGEST_MESSAGE)
      return {
        kind: "failed",
        why: `a message of more than ${LONGEST_MESSAGE} characters`,
        stack: error.stack ?? "",
      };
    return { kind: "refused", result: error.message };
  }
}

/** What two runs of one input have to agree in. */
export const sameOutcome = (one: Outcome, other: Outcome): boolean =>
  one.kind === "failed" || other.kind === "failed"
    ? one.kind === other.kind
    : one.kind === other.kind && one.result === other.result;

/** What tells one fault from another: the error's name, and the place that threw it. */
export function placeOf({ why, stack }: { readonly why: string; readonly stack: string }): string {
  // where a stack ends is chance
  if (why.includes("call stack size")) return "stack";
  const frame = stack.split("\n").find((line) => /^\s+at .*:\d+:\d+\)?$/.test(line)) ?? "";
  return `${why.split(":")[0]} ${frame.trim()}`;
}
