// SPDX-License-Identifier: GPL-2.0-only
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { describeKernel } from "./describe-kernel.ts";

/** Kernels that have a file of their own here. */
const KNOWN = new Set(["6.1", "6.12"]);

/** What else the folder holds that HUNKBOX_TREES names: kernels that no patch of ours was made for. */
function otherKernels(): string[] {
  const trees = process.env["HUNKBOX_TREES"] ?? "";
  if (trees === "" || !existsSync(trees)) return [];
  return readdirSync(trees)
    .filter(
      (name) => !KNOWN.has(name) && /^[5-9]\.\d+$/.test(name) && existsSync(join(trees, name, "Makefile")),
    )
    .sort();
}

const others = otherKernels();
if (others.length === 0) {
  describe.skip("other kernels, which HUNKBOX_TREES names none of", () => {
    it("judges the patches that they take", () => {});
  });
}
for (const version of others) await describeKernel(version, "6.12");
