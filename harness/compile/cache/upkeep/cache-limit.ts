// SPDX-License-Identifier: GPL-2.0-only
import { BaseError } from "../../../base/base-error.ts";

/** A check adds 10 to 25 MB, a kernel that is exported or unpacked 100 to 200. */
const DEFAULT_BYTES = 2 * 1024 ** 3;

const UNITS: Readonly<Record<string, number>> = { "": 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 };

/**
 * How large the cache may be: $HUNKBOX_CACHE_SIZE, in bytes or with one of the units K, M and G of 1024; else 2G.
 *
 * @returns bytes
 * @throws BaseError if it is no size
 */
export function cacheLimit(): number {
  const text = process.env["HUNKBOX_CACHE_SIZE"] ?? "";
  if (text === "") return DEFAULT_BYTES;
  const [, number = "", unit = ""] = /^(\d{1,15}(?:\.\d{1,3})?)([KMG]?)$/i.exec(text) ?? [];
  const bytes = Math.floor(Number(number) * (UNITS[unit.toUpperCase()] ?? 0));
  if (bytes > 0 && Number.isSafeInteger(bytes)) return bytes;
  throw new BaseError(
    `HUNKBOX_CACHE_SIZE is ${JSON.stringify(text)}, which is no size`,
    "give bytes, or a number with K, M or G: HUNKBOX_CACHE_SIZE=2G",
  );
}
