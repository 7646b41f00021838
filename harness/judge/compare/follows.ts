// SPDX-License-Identifier: GPL-2.0-only
import type { Located } from "../place/locate-violations.ts";
import { objectsOf } from "../place/objects-of.ts";

/** A violation, and the signature of the finding that tells of it. */
export interface Told {
  readonly one: Located;
  readonly signature: string;
}

/** Violations of a run that are looked at: nobody makes sense of more, and each is compared with each. */
const MOST = 200;

/**
 * What each violation of a run may follow from: those that came before it and have to do with it. Whether it does is known
 * once all runs are: then it never occurs without.
 *
 * @param all of one side in one scenario
 * @returns signatures of others, none twice
 */
export function followsOf(all: readonly Told[]): Map<Told, readonly string[]> {
  const known = all.slice(0, MOST).map((told) => {
    return { told, objects: objectsOf(told.one.judged.record, told.one.violation) };
  });
  return new Map(
    known.map(({ told, objects }) => {
      const before = known.filter(
        (other) =>
          other.told.signature !== told.signature &&
          isBefore(other.told.one, told.one) &&
          (hasCommon(other.objects, objects) || isOfOneCall(other.told.one, told.one)),
      );
      return [told, [...new Set(before.map((other) => other.told.signature))]];
    }),
  );
}

const hasCommon = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  [...one].some((name) => other.has(name));

/** In the same call into the kernel, and one in a function that called the other's. */
function isOfOneCall(one: Located, other: Located): boolean {
  if (one.violation.step !== other.violation.step) return false;
  return other.path.includes(one.place.function) || one.path.includes(other.place.function);
}

/** Brought about no later. What an instrumented run sees, a plain one sees late. */
function isBefore(one: Located, other: Located): boolean {
  const [a, b] = [one.violation, other.violation];
  if (a.step !== b.step) return a.step < b.step;
  if (one.judged === other.judged) return a.event <= b.event;
  return one.judged.text.guest.build.flavour !== "plain";
}
