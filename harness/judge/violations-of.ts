// SPDX-License-Identifier: GPL-2.0-only
import type { LineMap } from "../build/line-map.ts";
import type { RunRecord } from "../scenario/run-record.ts";
import { INVARIANTS } from "./invariants/index.ts";
import { takenByKernel } from "./taken-by-kernel.ts";
import type { Violation } from "./violation.ts";

/** All that a run broke, but for what kernel code does in its own way. @param lines of the module that ran */
export const violationsOf = (record: RunRecord, lines: LineMap): Violation[] =>
  INVARIANTS.flatMap((invariant) => invariant.check(record)).filter(
    (one) => !takenByKernel(one, record.stacks, lines),
  );
