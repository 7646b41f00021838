// SPDX-License-Identifier: GPL-2.0-only
import type { Located } from "./locate-violations.ts";

/**
 * Whether the patch has a hand in a violation: a function that led to it, or that made or freed the object it is about, is
 * one that the patch changes.
 */
export function touchedByPatch({ judged, violation }: Located): boolean {
  const { text, record } = judged;
  const events = [violation.event, ...(violation.related ?? []).map(({ event }) => event)];
  const frames = events.flatMap((event) => text.stacks.read(record.stacks[event] ?? "").frames);
  return frames.some((frame) => text.stacks.isChangedFunction(frame));
}
