// SPDX-License-Identifier: GPL-2.0-only
import { expect, it } from "vitest";
import { endOfSide } from "../../../harness/judge/compare/end-of-side.ts";
import type { Judged } from "../../../harness/judge/run/judged.ts";
import { loadCatalogue } from "../../../harness/scenario/load-catalogue.ts";
import type { StepOutcome } from "../../../harness/subject/run/run-record.ts";
import { runRecord } from "../run-record.ts";

const scenario = loadCatalogue().find(({ id }) => id === "privcmd-batch-beyond")!;
const BATCH = 2;

const side = (outcome: Partial<StepOutcome>): Judged =>
  ({
    record: runRecord({ outcomes: [{ step: BATCH, firstEvent: 0, value: 0, ...outcome }] }),
    text: { side: "before" },
  }) as unknown as Judged;

it("a side that is refused what later steps build on gets no further", () => {
  expect(endOfSide(scenario, side({ value: -22 }), side({ value: 0 }))).toMatchObject({
    step: BATCH,
    isRefused: true,
  });
});

it("one that refuses what no kernel may grant has got as far as it can", () => {
  const refused = side({ value: -22, isToBeRefused: true });
  const granted = side({ value: 0, isToBeRefused: true });
  expect(endOfSide(scenario, refused, granted)).toMatchObject({ step: Number.POSITIVE_INFINITY });
});
