// SPDX-License-Identifier: GPL-2.0-only
import type { Change, Ground } from "../evaluation/change.ts";
import { loadChanges, patchText } from "../evaluation/load-changes.ts";

/** A change that is made for a kernel, with the text of its patch. */
export interface ExpectedPatch extends Change {
  readonly text: string;
}

/** @returns the changes of a kind for a kernel */
export function expectedPatches(kind: Change["kind"], kernel: Ground): ExpectedPatch[] {
  return loadChanges()
    .filter((change) => change.kind === kind && change.on.includes(kernel))
    .map((change) => ({ ...change, text: patchText(change, kernel) }));
}
