// SPDX-License-Identifier: GPL-2.0-only
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Cache } from "../cache/cache.ts";
import { cannotWrite } from "../cache/cannot-write.ts";
import { digestOf } from "../cache/digest-of.ts";

/** An entry of the file that the compiler takes for -ivfsoverlay. */
export interface OverlayRoot {
  readonly type: "file" | "directory-remap";
  readonly name: string;
  readonly "external-contents": string;
}

/** A view of the file system for the compiler: some texts, and behind them one folder. No other path exists in it. */
export class Overlay {
  /** Equal only for equal views, wherever the cache is. */
  readonly key: string;
  /** By virtual path: a text's file, and the text. */
  readonly #texts: ReadonlyMap<string, readonly [string, string]>;
  readonly #folder: readonly [string, string] | null;

  /**
   * @param texts by virtual path
   * @param folder virtual path and place on the disk of a folder that is seen through, or null
   */
  constructor(texts: ReadonlyMap<string, string>, folder: readonly [string, string] | null) {
    this.#texts = new Map([...texts].map(([path, text]) => [path, [`${digestOf([text])}.h`, text]]));
    this.#folder = folder;
    const names = [...this.#texts].map(([path, [file]]) => [path, file]);
    this.key = `overlay-${digestOf([JSON.stringify([names, folder])])}`;
  }

  /**
   * Writes the texts where they stay as long as this process runs: the compiler reads them at a time of its own, when an
   * entry of the cache may be gone.
   *
   * @throws ToolError if the disk is full or may not be written
   */
  roots(cache: Cache): OverlayRoot[] {
    const dir = cache.ownFolder();
    const files = [...this.#texts].map(([name, [file, text]]): OverlayRoot => {
      const path = join(dir, file);
      if (!existsSync(path)) write(path, text, cache);
      return { type: "file", name, "external-contents": path };
    });
    if (this.#folder === null) return files;
    const [name, place] = this.#folder;
    return [...files, { type: "directory-remap", name, "external-contents": place }];
  }

  /** What names of results are made of has the key for the view. */
  toJSON(): string {
    return this.key;
  }
}

function write(path: string, text: string, cache: Cache): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    rmSync(path, { force: true });
    throw cannotWrite(cache.dir, error);
  }
}
