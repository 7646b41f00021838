// SPDX-License-Identifier: GPL-2.0-only
import type { Trial } from "./try-patch.ts";

/** What a check may take on two cores that do nothing else. */
const LIMITS = { seconds: 60, megabytes: 1024 } as const;

/** @returns of what a check took more, each with its number. A slow machine has its part in the time. */
export function overLimits({ check: { seconds, megabytes } }: Trial): string[] {
  return [
    ...(seconds > LIMITS.seconds ? [`time ${seconds.toFixed(0)} s`] : []),
    ...(megabytes > LIMITS.megabytes ? [`memory ${megabytes.toFixed(0)} MiB`] : []),
  ];
}
