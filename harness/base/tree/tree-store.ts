// SPDX-License-Identifier: GPL-2.0-only

/** Where exported trees are kept: the part of the build cache that they need. */
export interface TreeStore {
  readonly dir: string;
  /** @returns what is in a file of an entry, or null if it is not there */
  read(key: string, name: string): Buffer | null;
  /** @returns the path of a file of an entry that stays until this process ends, or null if there is no such entry */
  hold(key: string, name: string): string | null;
  /** @returns the path of a file of an entry, which may vanish the next moment; null if there is no such entry */
  find(key: string, name: string): string | null;
  /** A folder of one's own to work in, which the caller removes. */
  scratch(): string;
  /**
   * Makes a scratch folder the entry `key`, unless another process was first: an entry is whole, or is not there. It stays
   * until this process ends.
   */
  adopt(key: string, scratch: string, names: readonly string[]): void;
}
