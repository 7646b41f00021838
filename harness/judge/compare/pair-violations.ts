// SPDX-License-Identifier: GPL-2.0-only
import { traitsOf } from "../invariants/traits-of.ts";
import type { Located } from "../place/locate-violations.ts";

/** What makes two violations alike, from all that is known of them down to the least that makes them the same. */
type KeyOf = (one: Located) => string | null;

/**
 * Pairs violations of the right side with those of the left, one by one: as alike as can be first. Two are the same if the
 * same rule is broken of the same thing and in the same way: in the same step, and by the same functions, of which those
 * that only one side has do not count (they were renamed, split or inlined). What has no partner is new, or gone.
 *
 * @returns the left one by the right one
 */
export function pairViolations(left: readonly Located[], right: readonly Located[]): Map<Located, Located> {
  const common = commonFunctions(left, right);
  const pairs = new Map<Located, Located>();
  const taken = new Set<Located>();
  for (const keyOf of tiers(common)) {
    const open = new Map<string, Located[]>();
    for (const one of left) {
      if (taken.has(one)) continue;
      const key = keyOf(one);
      if (key === null) continue;
      const same = open.get(key);
      if (same === undefined) open.set(key, [one]);
      else same.push(one);
    }
    for (const one of right) {
      if (pairs.has(one)) continue;
      const key = keyOf(one);
      const partner = key === null ? undefined : open.get(key)?.shift();
      if (partner === undefined) continue;
      pairs.set(one, partner);
      taken.add(partner);
    }
  }
  return pairs;
}

/** True for a function that both sides have. */
type IsCommon = (name: string) => boolean;

function commonFunctions(left: readonly Located[], right: readonly Located[]): IsCommon {
  const [one, other] = [left, right].map((side) => side[0]?.judged.text.lines.functionNames());
  if (one === undefined || other === undefined) return () => true;
  return (name) => name.startsWith("allocation ") || (one.has(name) && other.has(name));
}

function tiers(isCommon: IsCommon): KeyOf[] {
  const key = (...parts: readonly (string | number)[]): string => parts.join("\0");
  const isState = ({ violation }: Located): boolean => traitsOf(violation.invariant).identity === "state";
  const common = ({ path }: Located): string => path.filter(isCommon).join(" ");
  // of an allocation: the functions alone
  const callers = (one: Located): string =>
    common({ ...one, path: one.path.filter((name) => !/^allocation \d/.test(name)) });
  const isAllocation = ({ violation }: Located): boolean => violation.isAllocation === true;
  return [
    ({ violation, subject, path, code }) =>
      key(violation.invariant, subject, violation.key, violation.origin ?? "", path.join(" "), code),
    ({ violation, subject, path }) => key(violation.invariant, subject, violation.key, path.join(" ")),
    // an allocation whose number has changed with another one before it
    (one) =>
      isAllocation(one) ? key(one.violation.invariant, one.violation.step, callers(one), one.code) : null,
    ({ violation, path, subject }) => key(violation.invariant, subject, violation.step, path.join(" ")),
    (one) => key(one.violation.invariant, one.subject, one.violation.step, common(one)),
    ({ violation }) =>
      violation.origin === undefined ? null : key(violation.invariant, violation.step, violation.origin),
    (one) => (isState(one) ? key(one.violation.invariant, one.subject, one.violation.key) : null),
    // of two kernels that stop in the same step, neither goes on
    ({ violation }) => (isEnd(violation.invariant) ? key(violation.invariant, violation.step) : null),
  ];
}

const isEnd = (invariant: Located["violation"]["invariant"]): boolean =>
  invariant === "no-fault" || invariant === "hang" || traitsOf(invariant).memory === "ends";
