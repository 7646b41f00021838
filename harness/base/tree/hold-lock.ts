// SPDX-License-Identifier: GPL-2.0-only
import { closeSync, openSync, readFileSync, rmSync, statSync, utimesSync, writeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { isGone } from "../owner/is-gone.ts";
import { ownName } from "../owner/own-name.ts";

/** How often a holder shows that it lives, and when one that does not has lost the lock; in milliseconds. */
const BEAT = 1000;
const DEAD = 15_000;
const POLL = 200;

/**
 * Does something that one process at a time should do. Others wait; a holder that was killed is noticed at
 * once, or on another machine after some seconds. A lock that cannot be made holds nobody up: what it guards is only work done twice.
 *
 * @param path file that is the lock
 * @param waiting called once if another process holds it
 */
export async function holdLock<T>(path: string, waiting: () => void, work: () => Promise<T>): Promise<T> {
  for (let told = false; !take(path); ) {
    if (!told) waiting();
    told = true;
    await sleep(POLL);
    if (age(path) > DEAD || isOfDead(path)) rmSync(path, { force: true });
  }
  const beat = setInterval(() => touch(path), BEAT);
  const drop = (): void => rmSync(path, { force: true });
  process.once("exit", drop);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    process.removeListener("exit", drop);
    drop();
  }
}

function take(path: string): boolean {
  try {
    const fd = openSync(path, "wx");
    try {
      writeSync(fd, ownName());
    } finally {
      closeSync(fd);
    }
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "EEXIST";
  }
}

function isOfDead(path: string): boolean {
  try {
    return isGone(readFileSync(path, "utf8"), 0);
  } catch {
    return false;
  }
}

function age(path: string): number {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}

function touch(path: string): void {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // whoever empties the cache may take it along
  }
}
