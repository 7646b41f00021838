// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from "vitest";
import { LineMap } from "../../harness/build/line-map.ts";
import { violationsOf } from "../../harness/judge/violations-of.ts";
import { lin } from "../../harness/machine/units.ts";
import { runRecord } from "./run-record.ts";

/** Code at 100 is the p2m's, at 200 a driver's. */
const lines = new LineMap(
  JSON.stringify({
    sources: ["arch/x86/xen/p2m.c", "drivers/xen/gntdev.c"],
    rows: [
      [100, 0, 1, -1],
      [200, 1, 2, -1],
    ],
    functions: [
      [100, "alloc_p2m_page"],
      [200, "gntdev_open"],
    ],
    inlined: [],
  }),
);

/** A run at whose end an allocation is alive, which its event 0 made. */
const leaving = (isPage: boolean) =>
  runRecord({
    events: [
      {
        ...{ kind: "alloc", by: isPage ? "get_zeroed_page" : "kmalloc", bytes: 4096 },
        ...{ lin: lin(0x1000), atomic: false },
      },
    ],
    liveAllocations: [{ lin: lin(0x1000), bytes: 4096, isPage, event: 0 }],
  });

test.each([
  ["the p2m", "100 ", 0],
  ["a driver", "200 ", 1],
])("a page that stays is a leak or not by who took it: %s", (_, stack, leaks) => {
  expect(violationsOf(leaving(true), lines, () => [stack])).toHaveLength(leaks);
});

test("stacks are asked for where they decide, and of those events alone", () => {
  const asked: number[][] = [];
  const ask = (events: ReadonlySet<number>): readonly string[] => {
    asked.push([...events]);
    return [];
  };
  violationsOf(leaving(false), lines, ask);
  violationsOf(runRecord(), lines, ask);
  expect(asked).toEqual([]);
  violationsOf(leaving(true), lines, ask);
  expect(asked).toEqual([[0]]);
});
