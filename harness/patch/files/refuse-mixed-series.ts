// SPDX-License-Identifier: GPL-2.0-only
import { PatchError } from "../patch-error.ts";
import type { Patch } from "../series.ts";

/**
 * Files of one folder are of one series: what an earlier and longer one left there is told by its subjects.
 *
 * @throws PatchError if two patches name different revisions, or different numbers of patches
 */
export function refuseMixedSeries(
  files: readonly {
    readonly name: string;
    readonly patches: readonly Pick<Patch, "version" | "total" | "line">[];
  }[],
): void {
  const numbered = files.flatMap(({ name, patches }) =>
    patches.flatMap(({ version, total, line }) => (total > 1 ? [{ name, version, total, line }] : [])),
  );
  const [first] = numbered;
  const other = numbered.find(({ version, total }) => version !== first?.version || total !== first.total);
  if (first === undefined || other === undefined) return;
  const message = `is of another series than ${first.name}: v${other.version} of ${other.total}, there v${first.version} of ${first.total}`;
  const hint = "take away what an earlier git format-patch left, or give the files";
  throw new PatchError(other.name, other.line, message, hint);
}
