// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from "node:fs";

/**
 * What Linux tells of a process in /proc/PID/stat, from its state on: that is field 3 in proc(5).
 *
 * @returns null if there is no such process, or no /proc that shows it
 */
export function procStat(pid: number): readonly string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // the name of the program stands in front, in parentheses, and may hold anything
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return null;
  }
}
