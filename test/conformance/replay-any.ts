// SPDX-License-Identifier: GPL-2.0-only
import { replayMmu } from "./mmu/replay-mmu.ts";
import type { Outcome } from "./outcome.ts";
import type { XenRecord } from "./record.ts";
import { replay } from "./replay.ts";

/** Replays a recording by what its recorder was: the second one says how wide its kernel was, and nothing more. */
export const replayAny = (records: readonly XenRecord[]): Outcome[] =>
  records.every(({ arch }) => arch === "x86_64" || arch === "x86_32-pae")
    ? replayMmu(records)
    : replay(records);
