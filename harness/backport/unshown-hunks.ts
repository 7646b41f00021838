// SPDX-License-Identifier: GPL-2.0-only
import { ApplyError } from "../base/apply/apply-error.ts";
import { type CheckRequest, type CheckResult, checkPatch } from "../judge/check-patch.ts";
import type { Hunk } from "../patch/diff/file-patch.ts";
import type { Patch } from "../patch/series.ts";
import { compareScenarios } from "./compare-scenarios.ts";
import type { HunkCounterpart } from "./hunk-counterpart.ts";

/** Upstream hunks that are not in the backport as they stand, and whose difference shows nowhere. */
export interface UnshownHunks {
  /** They make other code, which no scenario tells apart. */
  readonly unshown: readonly HunkCounterpart[];
  /** They make the same code in all configurations that were built. */
  readonly idle: readonly HunkCounterpart[];
}

/**
 * Of upstream hunks that are not in the backport as they stand: those whose difference no scenario shows. Each is taken
 * out of the upstream patch, or brought into the form that the backport gives it, and that is compared with the whole
 * upstream patch on its own base. What then does the same in every scenario would not be missed by anything else either.
 *
 * @param request as the upstream patch was checked
 * @param whole what came of it
 */
export async function unshownHunks(
  request: CheckRequest,
  whole: CheckResult,
  hunks: readonly HunkCounterpart[],
): Promise<UnshownHunks> {
  const unshown: HunkCounterpart[] = [];
  const idle: HunkCounterpart[] = [];
  for (const one of hunks) {
    if (one.state === "there") continue;
    request.progress(`upstream without hunk ${one.number} of ${one.path}`);
    const known =
      one.asInBackport === null ? "unbuildable" : await tryOut(request, whole, one, one.asInBackport);
    const effect = known === "unbuildable" ? await tryOut(request, whole, one, null) : known;
    if (effect === "unshown") unshown.push(one);
    if (effect === "same-code") idle.push(one);
  }
  return { unshown, idle };
}

/** What a hunk's difference comes to: other code that no scenario tells apart is `unshown`. */
type Effect = "shown" | "unshown" | "same-code" | "unbuildable";

async function tryOut(
  request: CheckRequest,
  whole: CheckResult,
  at: HunkCounterpart,
  hunk: Hunk | null,
): Promise<Effect> {
  let result: CheckResult;
  try {
    result = await checkPatch({ ...request, patches: withHunk(request.patches, at, hunk) });
  } catch (error) {
    // other hunks stand on it
    if (error instanceof ApplyError) return "unbuildable";
    throw error;
  }
  const pairs = whole.configs.map(
    (config, i) => [config.after.module, result.configs[i]!.after.module] as const,
  );
  if (pairs.some(([ours, theirs]) => ours !== null && theirs === null)) return "unbuildable";
  if (pairs.every(([ours, theirs]) => ours === null || Buffer.compare(ours, theirs!) === 0))
    return "same-code";
  const { comparisons, away } = compareScenarios(whole, result, request.scenarios);
  return away.length > 0 || comparisons.some(({ fate }) => fate !== "kept") ? "shown" : "unshown";
}

/** The patches with one hunk replaced, or taken out. */
function withHunk(patches: readonly Patch[], at: HunkCounterpart, hunk: Hunk | null): Patch[] {
  return patches.flatMap((patch, i): Patch[] => {
    if (i !== at.patch) return [patch];
    const files = patch.files.flatMap((file, j) => {
      if (j !== at.file) return [file];
      const hunks = file.hunks.flatMap((one, k) => (k !== at.hunk ? [one] : hunk === null ? [] : [hunk]));
      return hunks.length === 0 ? [] : [{ ...file, hunks }];
    });
    return files.length === 0 ? [] : [{ ...patch, files }];
  });
}
