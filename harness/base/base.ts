// SPDX-License-Identifier: GPL-2.0-only
import type { KernelTree } from "./kernel-tree.ts";

/**
 * Where the pre-image of a patch comes from: a set of files at their kernel paths. The skeleton is one, a kernel
 * tree is another; nothing above this folder knows which.
 */
export interface Base {
  /** What reports call it: `skeleton`, or the name of a tree. */
  readonly name: string;
  /** Text by kernel path, in a fixed order: of the skeleton all files, of a tree those that are not as it has them. */
  readonly files: ReadonlyMap<string, string>;
  /** Paths that are not there although the tree has them. */
  readonly removed: ReadonlySet<string>;
  /** The tree that the other files come from; null for the skeleton, which is complete in itself. */
  readonly tree: KernelTree | null;
  /** @returns a file's text, or null if the base has no such file */
  read(path: string): string | null;
  /** What to tell a user whose patch touches a file that the base lacks. */
  readonly missingFileHint: string;
  /** What to tell a user whose patch does not apply. */
  readonly misfitHint: string;
}
