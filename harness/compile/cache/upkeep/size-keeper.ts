// SPDX-License-Identifier: GPL-2.0-only
import { appendFileSync, lstatSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeRoom } from "./make-room.ts";

/** What was added since the cache was measured: a number a line, one for each process. */
export const GROWTH = "added-since-measured";

/** The cache is measured when this part of its limit was added, by all processes together, or by one that goes on. */
const SHARE_OF_ALL = 1 / 16;
const SHARE_OF_ONE = 1 / 4;

/** Keeps a cache at its size: what to measure costs is paid once in many runs. */
export class SizeKeeper {
  readonly #dir: string;
  readonly #limit: number;
  #added = 0;

  /**
   * @param dir the cache's folder
   * @param limit bytes that it may have
   */
  constructor(dir: string, limit: number) {
    this.#dir = dir;
    this.#limit = limit;
  }

  /** Told of an entry that this process adds. */
  grown(key: string): void {
    this.#added += bytesIn(join(this.#dir, key));
    if (this.#added > SHARE_OF_ONE * this.#limit) this.settle();
  }

  /** Makes room, if enough was added. Nothing that can go wrong with it concerns the run. */
  settle(): void {
    if (this.#added === 0) return;
    const path = join(this.#dir, GROWTH);
    try {
      appendFileSync(path, `${this.#added}\n`);
      this.#added = 0;
      const added = readFileSync(path, "utf8")
        .split("\n")
        .reduce((sum, line) => sum + Number(line), 0);
      if (added <= SHARE_OF_ALL * this.#limit) return;
      writeFileSync(path, "");
      makeRoom(this.#dir, this.#limit);
    } catch {
      // a cache that may only be read, or a full disk
    }
  }
}

function bytesIn(path: string): number {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path).reduce((sum, name) => sum + bytesIn(join(path, name)), 0);
}
