// SPDX-License-Identifier: GPL-2.0-only

const PREFIX = "hb_tree_";

/**
 * Functions of a tree that the runtime stands in front of: it defines one of the same name, which asks the harness first
 * and then calls the tree's. In its slice the tree's own is defined by another name; whoever calls it, in its own file
 * as well, gets the runtime's.
 */
export const fronted = {
  /** @returns the name by which the runtime calls the tree's own function */
  inner: (name: string): string => PREFIX + name,
  /** @returns the name by which the kernel knows a function, for one of either name */
  own: (name: string): string => (name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name),
  isInner: (name: string): boolean => name.startsWith(PREFIX),
} as const;
