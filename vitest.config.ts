// SPDX-License-Identifier: GPL-2.0-only
import { accessSync, constants } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** What tests build stays in the checkout, however they are started (scripts/lib.sh); where it may not be written, as for any user. */
function ownCache(): { readonly HUNKBOX_CACHE?: string } {
  const own = fileURLToPath(new URL("wasm", import.meta.url));
  try {
    if (!process.env["HUNKBOX_CACHE"]) accessSync(own, constants.W_OK);
    return { HUNKBOX_CACHE: process.env["HUNKBOX_CACHE"] || own };
  } catch {
    return {};
  }
}

export default defineConfig({
  test: {
    env: ownCache(),
    include: ["test/**/*.test.ts"],
    testTimeout: 600_000,
    hookTimeout: 120_000,
    // by itself it leaves one core to whoever watches, which is half of two
    maxWorkers: availableParallelism(),
  },
});
