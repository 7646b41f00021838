// SPDX-License-Identifier: GPL-2.0-only

import { traitsOf } from "../invariants/traits-of.ts";
import type { Finding, FindingClass } from "./finding.ts";
import type { ScenarioVerdict } from "./scenario-verdict.ts";

/** Tells of a finding of one of the scenarios whether it is new, or gone, in that scenario alone. */
export type WasThereBefore = (one: Finding, result: ScenarioVerdict) => boolean;

/**
 * A finding that only seems new where its scenario is looked at alone.
 *
 * - A fault makes another call fail on each side, as the patch adds a call before it or takes one away: what one side shows in
 *   one scenario, the other one shows in another.
 * - A page that was in a wrong state in any case is left in it where something fails.
 * - The patch mends something, and brings to what it mends what happens to others of its kind anyway; or one more wrong state to
 *   a page that both sides leave in another one.
 */
export function wasThereBefore(results: readonly ScenarioVerdict[]): WasThereBefore {
  const all = results.flatMap(({ findings }) => findings);
  const oldPaths = new Set(all.flatMap((one) => (one.class === "pre-existing" ? [pathOf(one)] : [])));
  const isMoved = movedIn(all, oldPaths);
  const isLeftOver = leftOverIn(all);
  const isMending = all.some((one) => one.class === "fixed");
  const isOneMore = (one: Finding, { findings }: ScenarioVerdict): boolean => {
    if (one.class !== "regressed" || one.isOwn === true || !isMending) return false;
    return (
      one.isBesideOld === true ||
      (one.isOfMended === true && oldPaths.has(pathOf(one))) ||
      findings.some((other) => isSibling(one, other))
    );
  };
  return (one, result) => isMoved(one) || isLeftOver(one) || isOneMore(one, result);
}

function movedIn(all: readonly Finding[], oldPaths: ReadonlySet<string>): (one: Finding) => boolean {
  const struck = (kind: FindingClass): Set<string> =>
    new Set(
      all.flatMap((one) => (one.class === kind && one.strike !== undefined ? [struckPathOf(one)] : [])),
    );
  const [regressed, fixed] = [struck("regressed"), struck("fixed")];
  return (one) => {
    if (one.strike?.elsewhere !== "another") return false;
    // what the patch's own call leads to where it fails is its own
    if (one.class === "regressed" && one.strike.isOwn) return false;
    const others = one.class === "regressed" ? fixed : one.class === "fixed" ? regressed : null;
    return others !== null && (others.has(struckPathOf(one)) || oldPaths.has(pathOf(one)));
  };
}

function leftOverIn(all: readonly Finding[]): (one: Finding) => boolean {
  const always = all.filter((one) => one.class === "fixed" && one.strike === undefined && isOfState(one));
  const paths = new Set(always.map(pathOf));
  return (one) => one.class === "regressed" && one.strike?.elsewhere === "never" && paths.has(pathOf(one));
}

const isSibling = (one: Finding, other: Finding): boolean =>
  other.class === "pre-existing" && other.step === one.step && pathOf(other) === pathOf(one);

/** What it is known by, and the functions on the way. */
const pathOf = ({ signature, stacks }: Finding): string =>
  [signature, ...stacks.flatMap(({ frames }) => frames.map((frame) => frame.function))].join(" ");

/** And what was made to fail. */
const struckPathOf = (one: Finding): string => `${one.strike?.what ?? ""} ${pathOf(one)}`;

const isOfState = ({ invariant }: Finding): boolean =>
  invariant !== "outcome" && invariant !== "trace" && traitsOf(invariant).identity === "state";
