// SPDX-License-Identifier: GPL-2.0-only
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** Makes a folder that goes away when the tests of the file are done. */
export function tempDir(): string {
  const dir = mkdtempSync(join(tmpdir(), "hunkbox-test-"));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}
