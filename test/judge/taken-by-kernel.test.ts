// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from "vitest";
import { LineMap } from "../../harness/build/line-map.ts";
import { takenByKernel } from "../../harness/judge/taken-by-kernel.ts";
import type { Violation } from "../../harness/judge/violation.ts";

/** A cup takes water at 100, a pot at 200; either may do so for the other. */
const lines = new LineMap(
  JSON.stringify({
    sources: ["kitchen/cup.c", "kitchen/pot.c"],
    rows: [
      [100, 0, 1, -1],
      [200, 1, 2, -1],
    ],
    functions: [
      [100, "drink"],
      [200, "boil"],
    ],
    inlined: [],
  }),
);

const leak: Violation = {
  ...{ invariant: "memory-leak", subject: "", key: "", step: 0, event: 1 },
  ...{ observed: "water stays", expected: "none" },
};

test.each([
  ["code of the file that may do so is at the end of the stack", "200 100 ", true],
  ["it is further up", "100 200 ", true],
  ["it is not on the stack", "100 100 ", false],
  ["the stack is not known", undefined, false],
])("what looks like a violation is the kernel's own way: %s", (_, stack, expected) => {
  const stacks = stack === undefined ? [] : ["", stack];
  const allowed = { ...leak, unlessFrom: /^kitchen\/pot\.c$/ };
  expect(takenByKernel(allowed, stacks, lines)).toBe(expected);
  expect(takenByKernel(leak, stacks, lines)).toBe(false);
});
