// SPDX-License-Identifier: GPL-2.0-only
import { BaseError } from "../base-error.ts";

/** Objects above that are not kept: no file of a kernel tree that is compiled is larger. */
const LARGEST = 10_000_000;

/** Takes the output of `git cat-file --batch` apart as it comes. */
export class ObjectStream {
  readonly #take: (content: Buffer | null, index: number) => void;
  #buffer: Buffer = Buffer.alloc(0);
  #index = 0;
  /** What is left of an object that is too large. */
  #skip = 0;

  /** @param take given each object in order; null for one of more than 10 MB */
  constructor(take: (content: Buffer | null, index: number) => void) {
    this.#take = take;
  }

  push(chunk: Buffer): void {
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
    while (this.#step());
  }

  #step(): boolean {
    if (this.#skip > 0) {
      const part = Math.min(this.#skip, this.#buffer.length);
      this.#buffer = this.#buffer.subarray(part);
      this.#skip -= part;
      return this.#skip === 0;
    }
    const end = this.#buffer.indexOf(10);
    if (end === -1) return false;
    const size = /^[0-9a-f]+ [a-z]+ (\d+)$/.exec(this.#buffer.toString("latin1", 0, end))?.[1];
    if (size === undefined) {
      throw new BaseError(
        `the repository lacks an object: ${this.#buffer.toString("latin1", 0, end)}`,
        "what a partial clone lacks has to be fetched before: git fetch --refetch --no-filter",
      );
    }
    const length = Number(size);
    if (length > LARGEST) {
      this.#buffer = this.#buffer.subarray(end + 1);
      this.#skip = length + 1;
      this.#take(null, this.#index++);
      return true;
    }
    const after = end + 1 + length + 1;
    if (this.#buffer.length < after) return false;
    this.#take(this.#buffer.subarray(end + 1, after - 1), this.#index++);
    this.#buffer = this.#buffer.subarray(after);
    return true;
  }
}
