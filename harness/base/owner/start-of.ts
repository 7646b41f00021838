// SPDX-License-Identifier: GPL-2.0-only
import { procStat } from "./proc-stat.ts";

/**
 * When a process of this machine began, and whether it is over and only waits to be counted by its parent.
 *
 * @param pid of the process
 * @returns the start in ticks since boot, as text; null if there is no such process, or no /proc that shows it
 */
export function startOf(pid: number): { readonly start: string; readonly isOver: boolean } | null {
  const fields = procStat(pid);
  const [state = "", start] = [fields?.[0], fields?.[19]];
  return start === undefined ? null : { start, isOver: state === "Z" || state === "X" };
}
