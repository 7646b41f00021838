// SPDX-License-Identifier: GPL-2.0-only
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../harness/base/project-root.ts";
import type { Row } from "./row.ts";
import { timeOf } from "./run-process.ts";

/** A patch that applies to kernels of many years. */
const PATCH = "test/fixtures/changes/bug/kernel-unmap-dropped.patch";

/** Another one, of another function. */
const NEXT = "test/fixtures/changes/bug/array-not-freed.patch";

/** A regression is what the patches are for. */
const VERDICTS = [1];

/**
 * A whole check of a patch on a kernel tree: with an empty cache, and with everything cached; and of another patch then.
 *
 * @param dir the tree
 */
export function measureTree(dir: string, rounds: number): Row[] {
  const scratch = mkdtempSync(join(tmpdir(), "hunkbox-bench-"));
  try {
    const main = join(projectRoot(), "dist", "hunkbox.js");
    const check = (cache: string, patch = PATCH): number => {
      const args = [main, "check", "--config", "x86_64", "--tree", dir, join(projectRoot(), patch)];
      return timeOf(args, { HUNKBOX_CACHE: join(scratch, cache) }, VERDICTS);
    };
    const values: Record<"node" | "cold" | "warm" | "next", number[]> = {
      node: [],
      cold: [],
      warm: [],
      next: [],
    };
    for (let round = 0; round < rounds; round++) {
      values.node.push(timeOf(["-e", "0"], {}, [0]));
      values.cold.push(check(`cold-${round}`));
      values.warm.push(check(`cold-${round}`));
      values.next.push(check(`cold-${round}`, NEXT));
    }
    const node = "node -e 0, beside the tree";
    return [
      { name: node, unit: "ms", values: values.node },
      { name: "check on a tree, all cached", unit: "ms", values: values.warm, against: node },
      { name: "check on a tree, another patch", unit: "ms", values: values.next, against: node },
      { name: "check on a tree, empty cache", unit: "ms", values: values.cold, against: node },
    ];
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
