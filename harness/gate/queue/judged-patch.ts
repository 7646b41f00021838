// SPDX-License-Identifier: GPL-2.0-only
import type { PatchJudgement } from "../judgement.ts";

/** What was seen of one patch of a queue. */
export interface JudgedPatch {
  readonly judgement: Omit<PatchJudgement, "number">;
  readonly toolchain: string;
}

/**
 * Judges a patch of a queue on top of others of it.
 *
 * @param number of the patch, from 1; 0 for all of `good` as one
 * @param good numbers of the patches that are in the base, in their order
 * @throws ToolError if the toolchain or the cache cannot be used, ScenarioError if a scenario makes no sense
 */
export type JudgeAt = (number: number, good: readonly number[]) => Promise<JudgedPatch>;
