// SPDX-License-Identifier: GPL-2.0-only

/** Things that are made once for a pair of sides, however often they are asked for; they go when the pair is done. */
export class Once {
  readonly #made = new Map<string, Promise<unknown>>();

  /** @param key equal only for things of one type that are equal */
  make<T>(key: string, make: () => Promise<T>): Promise<T> {
    const known = this.#made.get(key) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const made = make();
    this.#made.set(key, made);
    return made;
  }
}
