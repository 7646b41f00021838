// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from "node:fs";
import { procStat } from "../../base/owner/proc-stat.ts";

/** Ticks of /proc in a second, on every Linux that Node runs on. */
const TICKS = 100;

/** Of procStat: time of the process and of its children that ended, user's and system's. */
const TIMES = [11, 12, 13, 14] as const;

/** @returns seconds that a process and those below it have had of a processor; 0 if the system does not tell */
export function processorSeconds(pid: number): number {
  const fields = procStat(pid) ?? [];
  const own = TIMES.reduce((sum, at) => sum + Number(fields[at] ?? 0), 0) / TICKS;
  const below = childrenOf(pid);
  return below.reduce((sum, child) => sum + processorSeconds(Number(child)), own);
}

function childrenOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean);
  } catch {
    // it is gone, or the system does not tell
    return [];
  }
}
