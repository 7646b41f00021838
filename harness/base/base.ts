// SPDX-License-Identifier: GPL-2.0-only
import type { KernelTree } from "./tree/kernel-tree.ts";

/**
 * Where the pre-image of a patch comes from: a kernel tree, perhaps with patches on it. The miniature is one; nothing
 * above this folder knows which.
 */
export interface Base {
  /** What reports call it: `miniature`, or the name of a tree. */
  readonly name: string;
  /** Text by kernel path, in a fixed order, of the files that are not as the tree has them. */
  readonly files: ReadonlyMap<string, string>;
  /** Paths that are not there although the tree has them. */
  readonly removed: ReadonlySet<string>;
  /** The tree that the other files come from. */
  readonly tree: KernelTree;
  /** Whether its files are of a kernel's history, in which a patch names what it was made against by blob ids. */
  readonly hasHistory: boolean;
  /** @returns a file's text, or null if the base has no such file */
  read(path: string): string | null;
  /** What to tell a user whose patch touches a file that the base lacks. */
  readonly missingFileHint: string;
  /** What to tell a user whose patch does not apply. */
  misfitHint(): string;
}
