// SPDX-License-Identifier: GPL-2.0-only
import type { Cache } from "./cache.ts";
import { digestOf } from "./digest-of.ts";
import type { Headers } from "./headers.ts";

const FILE = "headers.json";

/**
 * The headers that a unit reads: one that it does not read may change, and its object stays as it is. The compiler
 * says which, and it is kept under the name of the unit's own text.
 */
export class ReadHeaders {
  readonly #cache: Cache;
  readonly #source: string;
  readonly #headers: Headers;

  /** @param unit equal for units that are equal but for what headers hold */
  constructor(cache: Cache, unit: string, headers: Headers) {
    this.#cache = cache;
    this.#source = `source-${digestOf([unit, headers.pathsKey])}`;
    this.#headers = headers;
  }

  /** Equal for units of which one may tell what the other reads. */
  get source(): string {
    return this.#source;
  }

  /**
   * @returns a name for the unit's object: equal only where the text is equal, and all headers that it was seen to read;
   * null if nobody has seen it compiled
   */
  objectKey(): string | null {
    const paths = this.#known();
    if (paths === null) return null;
    return `object-${digestOf([this.#source, ...paths.flatMap((path) => [path, this.#headers.texts.get(path) ?? ""])])}`;
  }

  /**
   * Notes what the compiler read. With other headers it may read more than was noted first: then its object has no name
   * here.
   *
   * @param rule what it wrote for make (-MD)
   * @returns as objectKey
   */
  note(rule: string): string | null {
    const paths = pathsIn(rule);
    // a path that cannot be read back
    if (!paths.every((path) => this.#headers.texts.has(path))) return null;
    if (this.#known() === null) this.#cache.put(this.#source, { [FILE]: JSON.stringify(paths) });
    const known = new Set(this.#known());
    return paths.every((path) => known.has(path)) ? this.objectKey() : null;
  }

  #known(): readonly string[] | null {
    return this.#cache.readJson(this.#source, FILE) as readonly string[] | null;
  }
}

/** The prerequisites of a rule for make, but for standard input. */
function pathsIn(rule: string): string[] {
  const [, list = ""] = rule.replaceAll("\\\n", " ").split(/:(?=\s)(.*)/s);
  const paths = list.match(/(?:\\.|\S)+/g) ?? [];
  return paths
    .map((path) => path.replaceAll(/\\(.)/g, "$1").replaceAll("$$", "$"))
    .filter((path) => path !== "-");
}
