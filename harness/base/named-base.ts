// SPDX-License-Identifier: GPL-2.0-only
import type { Series } from "../patch/series.ts";

/** @returns the commit of a `base-commit:` line, which git puts into the first mail of a series: cover letter or patch */
export function namedBase({ cover, patches }: Pick<Series, "cover" | "patches">): string | null {
  const inCover = /^base-commit: ([0-9a-f]{7,64})$/m.exec(cover?.description ?? "")?.[1];
  return inCover ?? patches.find(({ baseCommit }) => baseCommit !== null)?.baseCommit ?? null;
}
