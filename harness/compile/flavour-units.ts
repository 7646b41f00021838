// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../base/project-root.ts";
import type { Flavour } from "./flavour.ts";
import type { Unit } from "./source-tree.ts";

const RUNTIME: Readonly<Record<Flavour, readonly string[]>> = {
  plain: ["csrc/coverage/coverage.c"],
  asan: ["csrc/asan/asan.c", "csrc/coverage/coverage.c"],
  msan: ["csrc/msan/msan.c"],
};

const known = new Map<Flavour, readonly Unit[]>();

/** What a flavour links beside the kernel: the other end of what its instrumentation calls, itself not instrumented. */
export function flavourUnits(flavour: Flavour): readonly Unit[] {
  const units = known.get(flavour) ?? RUNTIME[flavour].map(read);
  known.set(flavour, units);
  return units;
}

function read(path: string): Unit {
  const text = readFileSync(join(projectRoot(), path), "utf8");
  return { path, text, language: "c", isPlain: true };
}
