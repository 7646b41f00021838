// SPDX-License-Identifier: GPL-2.0-only
import { afterEach, expect, it, vi } from "vitest";
import { BaseError } from "../../../../harness/base/base-error.ts";
import { cacheLimit } from "../../../../harness/compile/cache/upkeep/cache-limit.ts";

afterEach(() => vi.unstubAllEnvs());

it.each([
  ["", 2 * 1024 ** 3],
  ["1000", 1000],
  ["3K", 3 * 1024],
  ["500M", 500 * 1024 ** 2],
  ["1.5g", 1.5 * 1024 ** 3],
])("%j is read as a size", (text, bytes) => {
  vi.stubEnv("HUNKBOX_CACHE_SIZE", text);
  expect(cacheLimit()).toBe(bytes);
});

it.each(["0", "-1", "2X", "2 G", "G", "1e9", "999999999999999G", "2GB", "\u0662G"])(
  "%j is refused",
  (text) => {
    vi.stubEnv("HUNKBOX_CACHE_SIZE", text);
    expect(cacheLimit).toThrow(BaseError);
    expect(cacheLimit).toThrow(`HUNKBOX_CACHE_SIZE is ${JSON.stringify(text)}`);
  },
);
