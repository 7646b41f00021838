// SPDX-License-Identifier: GPL-2.0-only
import type { Base } from "../base.ts";
import type { KernelTree } from "./kernel-tree.ts";
import { readTreeFile } from "./read-tree-file.ts";

/** What differs from one kind of tree to the next. */
export interface TreeBaseOptions {
  /** Gives the text of a file that is not in the tree's folder, which may hold only a part of the tree. */
  readonly readElsewhere?: (path: string) => string | null;
  readonly missingFileHint?: string;
  /** Says where a patch that does not apply would; null if it is not known. Asked once. */
  readonly whereElse?: () => string | null;
}

/** A kernel tree as a base. */
export function treeBase(tree: KernelTree, options: TreeBaseOptions = {}): Base {
  let hint: string | null = null;
  const usual = `is ${tree.name} what the patch was made for? --git DIR finds the commit by the patch's blob ids`;
  const elsewhere = options.readElsewhere ?? (() => null);
  return {
    name: tree.name,
    files: new Map(),
    removed: new Set(),
    tree,
    hasHistory: true,
    read: (path) => readTreeFile(tree.dir, path) ?? elsewhere(path),
    missingFileHint:
      options.missingFileHint ??
      "no such file there, or a link that leads out of it, or one of more than 10 MB",
    misfitHint: () => {
      hint ??= options.whereElse?.() ?? usual;
      return hint;
    },
  };
}
