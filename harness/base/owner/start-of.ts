// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from "node:fs";

/**
 * When a process of this machine began, and whether it is over and only waits to be counted by its parent.
 *
 * @param pid of the process
 * @returns the start in ticks since boot, as text; null if there is no such process, or no /proc that shows it
 */
export function startOf(pid: number): { readonly start: string; readonly isOver: boolean } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // the name of the program stands in front, in parentheses, and may hold anything
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [state = "", start] = [fields[0], fields[19]];
    return start === undefined ? null : { start, isOver: state === "Z" || state === "X" };
  } catch {
    return null;
  }
}
