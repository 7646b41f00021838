// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from "node:fs";

/** Ticks of /proc in a second, on every Linux that Node runs on. */
const TICKS = 100;

/** Of a line of /proc/PID/stat, counted behind the name: time of the process and of its children that ended, user's and system's. */
const TIMES = [11, 12, 13, 14] as const;

/** @returns seconds that a process and those below it have had of a processor; 0 if the system does not tell */
export function processorSeconds(pid: number): number {
  const stat = read(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const own = TIMES.reduce((sum, at) => sum + Number(fields[at] ?? 0), 0) / TICKS;
  const below = read(`/proc/${pid}/task/${pid}/children`).split(" ").filter(Boolean);
  return below.reduce((sum, child) => sum + processorSeconds(Number(child)), own);
}

/** @returns an empty text of what is gone */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
