// SPDX-License-Identifier: GPL-2.0-only

import type { Patch } from "../patch/series.ts";
import type { Base } from "./base.ts";
import { makeViews } from "./make-views.ts";
import { many } from "./many.ts";

/**
 * A base with patches on it: what the next one of a queue applies to.
 *
 * @throws ApplyError if one does not apply
 */
export function stackBase(base: Base, patches: readonly Patch[]): Base {
  if (patches.length === 0) return base;
  const { after } = makeViews(base, patches, false);
  const count = many(patches.length, "patch");
  return {
    ...base,
    name: `${base.name} with ${count} before it`,
    files: after.files,
    removed: after.removed,
    read: (path) => after.files.get(path) ?? (after.removed.has(path) ? null : base.read(path)),
  };
}
