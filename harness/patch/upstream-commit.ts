// SPDX-License-Identifier: GPL-2.0-only
import { firstMatch } from "./first-match.ts";

/** @returns the mainline commit that a message says it is a backport of, in any of the usual three ways; null if none */
export function upstreamCommit(description: string): string | null {
  const lines = description.split("\n");
  return (
    firstMatch(lines, /^\s*commit ([0-9a-f]{8,64}) upstream\.?\s*$/i) ??
    firstMatch(lines, /^\s*\[ ?upstream commit ([0-9a-f]{8,64}) ?\]\s*$/i) ??
    firstMatch(lines, /^\s*\((?:cherry[- ]picked|backported) from commit ([0-9a-f]{8,64})\b/i)
  );
}
