// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import { followsOf, type Told } from "../../../harness/judge/compare/follows.ts";
import type { Located } from "../../../harness/judge/place/locate-violations.ts";
import type { Violation } from "../../../harness/subject/invariant.ts";

/*
 * What a violation may follow from. Objects are grants, which the events of these runs are about.
 */

/** A run of one flavour, of so many events, the n-th of which is about grant n. */
const run = (flavour: "plain" | "asan", grants: readonly number[]): Located["judged"] =>
  ({
    record: {
      events: grants.map((ref) => ({ kind: "grant-op", input: { dom: 1, ref, flags: 0 } })),
      probes: [],
      changes: [],
    },
    text: { guest: { build: { flavour } } },
  }) as unknown as Located["judged"];

interface Made {
  readonly event: number;
  readonly step?: number;
  readonly path?: readonly string[];
}

function told(
  judged: Located["judged"],
  signature: string,
  { event, step = 1, path = [signature] }: Made,
): Told {
  const violation = { invariant: "grant-leak", key: signature, event, step } as Violation;
  const place = { function: path[0] } as Located["place"];
  return { signature, one: { judged, violation, place, path } as unknown as Located };
}

/** Of each signature those that it may follow from. */
const follows = (...all: Told[]): Record<string, readonly string[]> =>
  Object.fromEntries([...followsOf(all)].map(([{ signature }, before]) => [signature, before]));

describe("a violation may follow from one that came before it", () => {
  it("about the same grant", () => {
    const judged = run("plain", [5, 6, 5]);
    const [a, b, c] = [0, 1, 2].map((event) => told(judged, "abc"[event]!, { event, step: event }));
    expect(follows(a!, b!, c!)).toEqual({ a: [], b: [], c: ["a"] });
  });

  it("in the same call, in a function that one of them called", () => {
    const judged = run("plain", [5, 6, 7]);
    const a = told(judged, "a", { event: 0, path: ["put", "ioctl"] });
    const b = told(judged, "b", { event: 1, path: ["ioctl"] });
    const other = told(judged, "c", { event: 2, path: ["ioctl"], step: 2 });
    expect(follows(a, b, other)).toEqual({ a: [], b: ["a"], c: [] });
  });

  it("or at once, by the same event", () => {
    const judged = run("plain", [5]);
    expect(follows(told(judged, "a", { event: 0 }), told(judged, "b", { event: 0 }))).toEqual({
      a: ["b"],
      b: ["a"],
    });
  });

  it("which an instrumented run sees before a plain one, in the same step", () => {
    const a = told(run("asan", [5]), "a", { event: 0 });
    const b = told(run("plain", [5]), "b", { event: 0 });
    expect(follows(a, b)).toEqual({ a: [], b: ["a"] });
  });

  it("and never from itself, however often it is seen", () => {
    const judged = run("plain", [5, 5]);
    expect(follows(told(judged, "a", { event: 0 }), told(judged, "a", { event: 1 }))).toEqual({ a: [] });
  });
});
