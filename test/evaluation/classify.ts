// SPDX-License-Identifier: GPL-2.0-only
import type { ExpectedFinding } from "./change.ts";
import type { Question } from "./question.ts";
import type { Seen, SeenFinding } from "./seen.ts";

/**
 * How an answer compares with the truth. `missed`: nothing is said of the mistake, or of its end. `wrong reason`: it fails as
 * it should, and nothing that it says names the mistake. `false`: it complains where there is nothing to complain about.
 * `not comparable`: no answer.
 */
export const CLASSES = ["right", "missed", "wrong reason", "false", "not comparable"] as const;
export type Class = (typeof CLASSES)[number];

/** @param isOwn the kernel is one that the change was made for, so that lines have the text that it expects */
export function classify({ turn, exits, findings }: Question, seen: Seen, isOwn: boolean): Class {
  const { exit } = seen;
  if (!exits.includes(exit)) {
    // a side that does not build is no answer either
    if (exit === 4 || exit === 3) return "not comparable";
    return exit === 0 ? "missed" : "false";
  }
  // another text of a message, or another order of hypercalls, is a difference and no complaint
  if (turn === "none") return seen.findings.every(({ rule }) => rule === "trace") ? "right" : "false";
  // of what is not looked at, nothing need be said; and without a finding to expect, the exit code is all
  if (findings.length === 0 || exit === 4) return "right";
  if (exit === 0 && turn === "bug") return "right";
  const wanted = turn === "bug" ? isBroken : isMended;
  const names = seen.findings.filter(wanted);
  if (names.some((one) => findings.some((expected) => fits(expected, one, turn === "bug" && isOwn))))
    return "right";
  return exit === 0 ? "missed" : "wrong reason";
}

const isBroken = (one: SeenFinding): boolean => one.class === "regressed" || one.unexplained;
const isMended = (one: SeenFinding): boolean => one.class === "fixed" || one.rule === "outcome";

function fits(expected: ExpectedFinding, one: SeenFinding, isLineKnown: boolean): boolean {
  const { rules, file, functions, code } = expected;
  return (
    rules.includes(one.rule) &&
    (file === undefined || file === one.file) &&
    (functions.length === 0 || functions.includes(one.function)) &&
    (code === undefined || !isLineKnown || one.code.includes(code))
  );
}
