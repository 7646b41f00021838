// SPDX-License-Identifier: GPL-2.0-only
import type { KernelTree } from "./tree/kernel-tree.ts";

/** One side: all that there is to compile and to show. */
export interface View {
  /** Files by kernel path that the patch touches, as this side has them, and those of patches before it. */
  readonly files: ReadonlyMap<string, string>;
  /** Paths that this side does not have although the tree does: deleted or renamed by the patch. */
  readonly removed: ReadonlySet<string>;
  /** Lines that the other side has not, by kernel path, from 1. */
  readonly changed: ReadonlyMap<string, readonly number[]>;
  /** The tree around them. */
  readonly tree: KernelTree;
  /** @returns a file's text as this side has it, or null */
  read(path: string): string | null;
}
