// SPDX-License-Identifier: GPL-2.0-only

/**
 * Where the pre-image of a patch comes from: a set of files at their kernel paths. The skeleton is one, a kernel
 * tree is another; nothing above this folder knows which.
 */
export interface Base {
  /** What reports call it: `skeleton`, or the name of a tree. */
  readonly name: string;
  /** Text by kernel path, in a fixed order. */
  readonly files: ReadonlyMap<string, string>;
  /** What to tell a user whose patch touches a file that the base lacks. */
  readonly missingFileHint: string;
}
