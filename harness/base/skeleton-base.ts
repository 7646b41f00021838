// SPDX-License-Identifier: GPL-2.0-only
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Patch } from "../patch/series.ts";
import type { Base } from "./base.ts";
import { fillSlots } from "./fill-slots.ts";
import { projectRoot } from "./project-root.ts";

/** The patch whose pre-image the skeleton is written around. */
export const REFERENCE_PATCH = "patches/xen-modify-kernel-mappings-2011.mbox";

/**
 * The skeleton as a base: csrc/skeleton with its slots filled from the reference patch.
 *
 * @param reference the parsed reference patch
 * @throws Error if skeleton and reference patch do not fit each other
 */
export function skeletonBase(reference: Patch): Base {
  const root = join(projectRoot(), "csrc", "skeleton");
  const hunks = new Map(reference.files.map((file) => [file.oldPath, file.hunks]));
  const files = new Map<string, string>();
  for (const path of listFiles(root, "")) {
    files.set(path, fillSlots(path, readFileSync(join(root, path), "utf8"), hunks.get(path) ?? []));
    hunks.delete(path);
  }
  const [left] = hunks.keys();
  if (left !== undefined) throw new Error(`${left}: in the reference patch, but not in csrc/skeleton`);
  return {
    name: "skeleton",
    files,
    removed: new Set(),
    tree: null,
    read: (path) => files.get(path) ?? null,
    misfitHint:
      "hunkbox base FILE prints the text that it has to apply to; --tree DIR takes a kernel tree instead",
    missingFileHint: `the skeleton holds ${[...files.keys()].join(", ")}`,
  };
}

function listFiles(root: string, under: string): string[] {
  return readdirSync(join(root, under), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = under === "" ? entry.name : `${under}/${entry.name}`;
      return entry.isDirectory() ? listFiles(root, path) : [path];
    });
}
