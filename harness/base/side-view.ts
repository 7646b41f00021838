// SPDX-License-Identifier: GPL-2.0-only
import type { KernelTree } from "./kernel-tree.ts";
import { readTreeFile } from "./read-tree-file.ts";
import type { View } from "./view.ts";

/** A view of files in memory, and of a tree where there is one. */
export class SideView implements View {
  readonly files: ReadonlyMap<string, string>;
  readonly removed: ReadonlySet<string>;
  readonly tree: KernelTree | null;
  readonly changed: ReadonlyMap<string, readonly number[]>;

  constructor(
    files: ReadonlyMap<string, string>,
    removed: ReadonlySet<string> = new Set(),
    tree: KernelTree | null = null,
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
    return this.tree === null || this.removed.has(path) ? null : readTreeFile(this.tree.dir, path);
  }
}
