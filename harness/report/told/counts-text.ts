// SPDX-License-Identifier: GPL-2.0-only
import type { Told } from "./tell-patch.ts";

/** `1 build error, 16 problems, 6 mended`; empty if there is nothing to count. */
export function countsText({ builds, problems, accepted, mended }: Told): string {
  const many = (count: number, what: string, plural: string): string[] =>
    count === 0 ? [] : [`${count} ${count === 1 ? what : plural}`];
  return [
    ...many(builds.length, "build error", "build errors"),
    ...many(problems.length, "problem", "problems"),
    ...many(accepted.length, "accepted", "accepted"),
    ...many(mended.length, "mended", "mended"),
  ].join(", ");
}
