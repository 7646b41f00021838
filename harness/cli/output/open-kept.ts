// SPDX-License-Identifier: GPL-2.0-only
import type { Cache } from "../../compile/cache/cache.ts";
import { KeptJudgements } from "../../judge/kept-judgements.ts";
import { ownDigest } from "./own-bundle.ts";

/** @returns the judgements of earlier runs; null where the tool's code has no name that tells it from another */
export function openKept(cache: Cache): KeptJudgements | null {
  const digest = ownDigest();
  return digest === null ? null : new KeptJudgements(cache, digest);
}
