// SPDX-License-Identifier: GPL-2.0-only
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LineMap } from "../../../harness/compile/lines/line-map.ts";
import { pairViolations } from "../../../harness/judge/compare/pair-violations.ts";
import type { Located } from "../../../harness/judge/place/locate-violations.ts";
import type { Violation } from "../../../harness/subject/invariant.ts";

const FUNCTIONS = ["ioctl", "mmap", "put", "alloc"];

/** A violation of a side that has these functions, which came about in a step and by a path. */
function located(
  over: Partial<Violation> & { path?: readonly string[]; code?: string; has?: readonly string[] },
): Located {
  const { path = ["put", "ioctl"], code = "", has = FUNCTIONS, ...rest } = over;
  const table = { sources: [], rows: [], functions: has.map((name, i) => [i, name]), inlined: [] };
  const violation = {
    ...{
      invariant: "use-after-free",
      subject: "read",
      key: `read step ${rest.step ?? 1}`,
      step: 1,
      event: 0,
    },
    ...{ observed: "", expected: "" },
    ...rest,
  } as Violation;
  const judged = { text: { lines: new LineMap(JSON.stringify(table)) } } as unknown as Located["judged"];
  const { subject } = violation;
  return {
    judged,
    violation,
    subject,
    path,
    code,
    function: path[0] ?? "",
    place: {} as Located["place"],
    frames: [],
  };
}

const arbitrary = fc.array(
  fc.record({ step: fc.integer({ min: 1, max: 2 }), path: fc.subarray(FUNCTIONS, { minLength: 1 }) }),
  { maxLength: 6 },
);

describe("violations of the two sides", () => {
  it("are paired one by one: no more of one side than there are of the other", () => {
    fc.assert(
      fc.property(arbitrary, arbitrary, (before, after) => {
        const [left, right] = [before.map(located), after.map(located)];
        const pairs = pairViolations(left, right);
        expect(new Set(pairs.values()).size).toBe(pairs.size);
        for (const [one, other] of pairs) {
          expect(one.violation.step).toBe(other.violation.step);
          expect(one.path).toEqual(other.path);
        }
      }),
    );
  });

  it("leave what one side has more of", () => {
    const [left, right] = [[located({})], [located({}), located({})]];
    expect(pairViolations(left, right).size).toBe(1);
  });

  it("are two if they came about by another path of functions that both sides have, or in another step", () => {
    expect(pairViolations([located({})], [located({ path: ["put", "mmap"] })]).size).toBe(0);
    expect(pairViolations([located({})], [located({ step: 2 })]).size).toBe(0);
  });

  it("are one where a function was renamed, or one was put between", () => {
    const has = [...FUNCTIONS, "helper"];
    expect(pairViolations([located({})], [located({ path: ["helper", "put", "ioctl"], has })]).size).toBe(1);
    const renamed = located({ path: ["put_it", "ioctl"], has: ["ioctl", "mmap", "put_it", "alloc"] });
    expect(pairViolations([located({})], [renamed]).size).toBe(1);
  });

  it("of a state are one whoever brought it about", () => {
    const of = (path: readonly string[], key: string) => located({ invariant: "pte-restored", path, key });
    expect(pairViolations([of(["put"], "pfn 1")], [of(["mmap"], "pfn 1")]).size).toBe(1);
    expect(pairViolations([of(["put"], "pfn 1")], [of(["mmap"], "pfn 2")]).size).toBe(0);
  });

  it("of an allocation are one where another allocation came before it, or its line was reworded", () => {
    const of = (number: number, code: string) =>
      located({
        ...{ invariant: "memory-leak", subject: "", key: "", isAllocation: true, code },
        path: [`allocation ${number}`, "alloc", "ioctl"],
      });
    expect(pairViolations([of(3, "a = kzalloc(n);")], [of(4, "a = kzalloc(n);")]).size).toBe(1);
    expect(pairViolations([of(3, "a = kzalloc(n);")], [of(3, "b = kzalloc(n);")]).size).toBe(1);
    expect(pairViolations([of(3, "a = kzalloc(n);")], [of(4, "b = kzalloc(n);")]).size).toBe(0);
  });

  it("of two kernels that stop in the same step are one", () => {
    const of = (subject: string) =>
      located({ invariant: "no-fault", subject, path: [subject], key: "step 1" });
    expect(pairViolations([of("put")], [of("alloc")]).size).toBe(1);
  });
});
