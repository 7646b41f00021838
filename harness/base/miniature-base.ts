// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Patch } from "../patch/series.ts";
import type { Base } from "./base.ts";
import { fillSlots } from "./fill-slots.ts";
import { projectRoot } from "./project-root.ts";
import { openTree } from "./tree/open-tree.ts";
import { treeBase } from "./tree/tree-base.ts";
import type { TreeStore } from "./tree/tree-store.ts";

/** The patch whose pre-image the miniature is written around. */
export const REFERENCE_PATCH = "patches/xen-modify-kernel-mappings-2011.mbox";

/** A file that every exported miniature has. */
const TOP = join("linux", "Makefile");

/**
 * The miniature as a base: csrc/miniature, a small kernel tree in the shape of 3.0, with its slots filled from the
 * reference patch. It is exported once, and then a tree like any other.
 *
 * @param reference the parsed reference patch
 * @param store where exported trees are kept
 * @throws Error if miniature and reference patch do not fit each other
 */
export function miniatureBase(reference: Patch, store: TreeStore): Base {
  const files = miniatureFiles(reference);
  const digest = createHash("sha256")
    .update(JSON.stringify([...files]))
    .digest("hex");
  const identity = `miniature-${digest.slice(0, 32)}`;
  const top = store.hold(identity, TOP) ?? exported(files, identity, store);
  const origin = { from: "", identity, kconfig: null };
  return {
    ...treeBase(
      { ...openTree(dirname(top), origin), name: "miniature" },
      { missingFileHint: `the miniature holds ${[...files.keys()].filter(isCode).join(", ")}` },
    ),
    hasHistory: false,
    misfitHint: () =>
      "hunkbox base FILE prints the text that it has to apply to; --tree DIR takes a kernel tree instead",
  };
}

const isCode = (path: string): boolean => path.endsWith(".c") || path.includes("/xen/");

/**
 * The miniature's files by kernel path, with the slots filled.
 *
 * @throws Error if miniature and reference patch do not fit each other
 */
export function miniatureFiles(reference: Patch): Map<string, string> {
  const root = join(projectRoot(), "csrc", "miniature");
  const hunks = new Map(reference.files.map((file) => [file.oldPath, file.hunks]));
  const files = new Map<string, string>();
  for (const path of listFiles(root, "")) {
    files.set(path, fillSlots(path, readFileSync(join(root, path), "utf8"), hunks.get(path) ?? []));
    hunks.delete(path);
  }
  const [left] = hunks.keys();
  if (left !== undefined) throw new Error(`${left}: in the reference patch, but not in csrc/miniature`);
  return files;
}

function exported(files: ReadonlyMap<string, string>, key: string, store: TreeStore): string {
  const scratch = store.scratch();
  try {
    for (const [path, text] of files) {
      const place = join(scratch, "linux", path);
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, text);
    }
    store.adopt(key, scratch, [TOP]);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return join(store.dir, key, TOP);
}

function listFiles(root: string, under: string): string[] {
  return readdirSync(join(root, under), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = under === "" ? entry.name : `${under}/${entry.name}`;
      return entry.isDirectory() ? listFiles(root, path) : [path];
    });
}
