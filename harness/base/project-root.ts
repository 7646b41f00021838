// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The folder that holds csrc/ and patches/: the checkout, whether the code runs from harness/ or from dist/.
 *
 * @throws Error if no folder above this file holds csrc/
 */
export function projectRoot(): string {
  let dir = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(dir, "csrc", "miniature"))) {
    const up = dirname(dir);
    if (up === dir) throw new Error("csrc/miniature is missing: hunkbox has to run from its checkout");
    dir = up;
  }
  return dir;
}
