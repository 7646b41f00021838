// SPDX-License-Identifier: GPL-2.0-only
import type { Located } from "./locate-violations.ts";

/**
 * Whether the patch has a hand in a violation: a function that led to it, or that made or freed the object it is about, is
 * one that the patch changes.
 */
export const touchedByPatch = ({ judged, frames }: Located): boolean =>
  frames.some((frame) => judged.text.stacks.isChangedFunction(frame));
