// SPDX-License-Identifier: GPL-2.0-only
import type { KernelTree } from "./tree/kernel-tree.ts";
import { readTreeFile } from "./tree/read-tree-file.ts";
import type { View } from "./view.ts";

/** A view of files in memory, and of the tree around them. */
export class SideView implements View {
  readonly files: ReadonlyMap<string, string>;
  readonly removed: ReadonlySet<string>;
  readonly tree: KernelTree;
  readonly changed: ReadonlyMap<string, readonly number[]>;

  constructor(
    tree: KernelTree,
    files: ReadonlyMap<string, string>,
    removed: ReadonlySet<string> = new Set(),
    changed: ReadonlyMap<string, readonly number[]> = new Map(),
  ) {
    this.files = files;
    this.removed = removed;
    this.tree = tree;
    this.changed = changed;
  }

  read(path: string): string | null {
    const text = this.files.get(path);
    if (text !== undefined) return text;
    return this.removed.has(path) ? null : readTreeFile(this.tree.dir, path);
  }
}
