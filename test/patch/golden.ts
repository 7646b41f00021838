// SPDX-License-Identifier: GPL-2.0-only
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";

/** A mail written for the tests, by its name in test/fixtures/mail. */
export function fixture(name: string): Uint8Array {
  return readFileSync(pathOf(name));
}

/** The names of the mails in a folder of test/fixtures/mail, without their golden files. */
export function fixtureNames(folder: string): string[] {
  return readdirSync(pathOf(folder))
    .filter((name) => !name.endsWith(".golden"))
    .sort();
}

/** Compares with the golden file beside a fixture; UPDATE_GOLDEN=1 rewrites it instead. */
export function expectGolden(name: string, actual: string): void {
  const path = pathOf(`${name}.golden`);
  if (process.env.UPDATE_GOLDEN === "1") writeFileSync(path, actual);
  expect(actual).toBe(readFileSync(path, "utf8"));
}

function pathOf(name: string): string {
  return fileURLToPath(new URL(`../fixtures/mail/${name}`, import.meta.url));
}
