// SPDX-License-Identifier: GPL-2.0-only
import { deserialize, serialize } from "node:v8";
import { constants, deflateSync, inflateSync } from "node:zlib";
import type { Cache } from "../compile/cache/cache.ts";

const FILE = "value.bin";

/** @returns what is kept under a name, or null if nothing is, or it is damaged */
export function readKept<T>(cache: Cache, key: string): T | null {
  const kept = cache.read(key, FILE);
  if (kept === null) return null;
  try {
    // which checks its own checksum
    return deserialize(inflateSync(kept)) as T;
  } catch {
    return null;
  }
}

/** Keeps plain data under a name, in place of what is there. Where it cannot be written, it is made again next time. */
export function writeKept(cache: Cache, key: string, value: unknown): void {
  const content = deflateSync(serialize(value), { level: constants.Z_BEST_SPEED });
  try {
    cache.remove(key);
    cache.put(key, { [FILE]: content });
  } catch {
    // no space, or a cache that may only be read
  }
}
