// SPDX-License-Identifier: GPL-2.0-only

import type { Violation } from "../subject/invariant.ts";
import type { RunRecord } from "../subject/run/run-record.ts";
import { INVARIANTS } from "./invariants/index.ts";

/** All that a run broke. */
export const violationsOf = (record: RunRecord): Violation[] =>
  INVARIANTS.flatMap((invariant) => invariant.check(record));

const OF_MEMORY = INVARIANTS.filter(({ memory }) => memory !== undefined);

/** What a run did to memory against the rules. */
export const memoryViolationsOf = (record: RunRecord): Violation[] =>
  OF_MEMORY.flatMap((invariant) => invariant.check(record));
