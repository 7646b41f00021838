// SPDX-License-Identifier: GPL-2.0-only
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";

/** A file or folder of test/fixtures, by its path there. */
export const fixturePath = (path: string): string =>
  fileURLToPath(new URL(`../fixtures/${path}`, import.meta.url));

/**
 * Compares with a golden file; UPDATE_GOLDEN=1 rewrites it instead.
 *
 * @param path of the golden file, under test/fixtures
 */
export function expectGolden(path: string, actual: string): void {
  const file = fixturePath(path);
  if (process.env.UPDATE_GOLDEN === "1") {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, actual);
  }
  expect(actual).toBe(readFileSync(file, "utf8"));
}
