// SPDX-License-Identifier: GPL-2.0-only
import { readdirSync, readFileSync } from "node:fs";
import { expectGolden as expectGoldenFile, fixturePath } from "../support/golden.ts";

/** A mail written for the tests, by its name in test/fixtures/mail. */
export function fixture(name: string): Uint8Array {
  return readFileSync(fixturePath(`mail/${name}`));
}

/** The names of the mails in a folder of test/fixtures/mail, without their golden files. */
export function fixtureNames(folder: string): string[] {
  return readdirSync(fixturePath(`mail/${folder}`))
    .filter((name) => !name.endsWith(".golden"))
    .sort();
}

/** Compares with the golden file beside a fixture. */
export const expectGolden = (name: string, actual: string): void =>
  expectGoldenFile(`mail/${name}.golden`, actual);
