// SPDX-License-Identifier: GPL-2.0-only
import { ownName } from "./own-name.ts";
import { startOf } from "./start-of.ts";

/** What nobody can be asked for has no owner any more when it is that old: no run takes a day. */
const FORGOTTEN_MS = 24 * 3_600_000;

/**
 * Whether the process of a name is gone. Of one on this machine that is known at once; of another machine's, or of one from
 * before the last boot, its work is looked at, by its age.
 *
 * @param name as `ownName` gave it
 * @param ageMs milliseconds since something was done
 */
export function isGone(name: string, ageMs: number): boolean {
  const [, machine, pid, start] = /^([0-9a-f]{12})\.(\d{1,10})\.(\d+)$/.exec(name) ?? [];
  const isForgotten = ageMs > FORGOTTEN_MS;
  if (!ownName().startsWith(`${machine}.`)) return isForgotten;
  if (!isThere(Number(pid))) return true;
  const now = startOf(Number(pid));
  // without /proc a pid that is used anew looks like the old one
  if (now === null) return isForgotten && start === "0";
  return now.isOver || now.start !== start;
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // somebody else's may not be asked, but is there
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
