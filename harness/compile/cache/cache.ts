// SPDX-License-Identifier: GPL-2.0-only
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cannotWrite } from "./cannot-write.ts";
import { makeFolder } from "./make-folder.ts";
import { makeScratch } from "./make-scratch.ts";
import { noteUse } from "./note-use.ts";
import { ownFolder } from "./own-folder.ts";
import { PINS, pin } from "./pin.ts";
import { takeAway } from "./take-away.ts";

/**
 * Content-addressed build results. An entry is a folder of files under its key. It is written beside its place and
 * renamed into it, so a killed process or a full disk leaves no half entry, and of two processes that build the
 * same thing the second finds the first one's entry in place. An entry may vanish at any time, since other processes keep
 * the cache small: whoever finds one reads it at once (`read`), or holds it (`hold`).
 */
export class Cache {
  readonly dir: string;
  readonly #grown: (key: string) => void;

  /**
   * @param dir its folder, made if need be
   * @param grown told of each entry that is added
   * @throws ToolError if it can be neither found nor made
   */
  constructor(dir: string, grown: (key: string) => void = () => {}) {
    this.dir = dir;
    this.#grown = grown;
    try {
      makeFolder(dir);
      if (!statSync(dir).isDirectory()) throw new Error("it is not a folder");
    } catch (error) {
      throw cannotWrite(dir, error);
    }
  }

  /** @returns the path of a file of an entry, which may vanish the next moment; null if there is no such entry */
  find(key: string, name: string): string | null {
    const path = join(this.dir, key, name);
    if (!existsSync(path)) return null;
    noteUse(join(this.dir, key));
    return path;
  }

  /** As `find`, for what is read for as long as this process runs: until then nobody removes the entry. */
  hold(key: string, name: string): string | null {
    const path = this.find(key, name);
    try {
      return path !== null && pin(join(this.dir, key)) ? path : null;
    } catch (error) {
      throw cannotWrite(this.dir, error);
    }
  }

  /** @returns what is in a file of an entry, or null if it is not there */
  read(key: string, name: string): Buffer<ArrayBuffer> | null {
    const path = this.find(key, name);
    if (path === null) return null;
    try {
      return readFileSync(path);
    } catch {
      // gone in the meantime
      return null;
    }
  }

  /** @returns a JSON file of an entry as written by `put`, or null if there is none */
  readJson(key: string, name: string): unknown {
    const content = this.read(key, name);
    if (content === null) return null;
    try {
      return JSON.parse(content.toString());
    } catch {
      // not ours, or damaged from outside: build again
      this.remove(key);
      return null;
    }
  }

  /**
   * @param make gives plain data, the same each time for this key
   * @returns what an earlier run has made, or what is made and put there now
   */
  kept<T>(key: string, make: () => T): T {
    const known = this.readJson(key, KEPT) as T | null;
    if (known !== null) return known;
    const fresh = make();
    this.put(key, { [KEPT]: JSON.stringify(fresh) });
    return fresh;
  }

  /** Takes an entry away, if it is there and nobody holds it. */
  remove(key: string): void {
    takeAway(this.dir, key);
  }

  /** A folder of one's own to work in, on the file system of the cache. The caller removes it. */
  scratch(): string {
    return this.#make(makeScratch);
  }

  /** A folder of this process's own, which stays until it ends and is removed then. */
  ownFolder(): string {
    return this.#make(ownFolder);
  }

  #make(make: (dir: string) => string): string {
    try {
      // whoever empties the cache by hand may take the folder along
      mkdirSync(this.dir, { recursive: true });
      return make(this.dir);
    } catch (error) {
      throw cannotWrite(this.dir, error);
    }
  }

  /**
   * Adds an entry.
   *
   * @param files contents by file name
   * @throws ToolError if the disk is full or may not be written
   */
  put(key: string, files: Readonly<Record<string, string | Uint8Array>>): void {
    const place = join(this.dir, key);
    const scratch = this.scratch();
    try {
      for (const [name, content] of Object.entries(files)) writeFileSync(join(scratch, name), content);
      this.#moveIn(scratch, place, Object.keys(files));
    } catch (error) {
      throw cannotWrite(this.dir, error);
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
    this.#grown(key);
  }

  /**
   * Makes a scratch folder the entry `key`, unless another process was first, and holds it as `hold` does.
   *
   * @param names files that a whole entry has
   * @throws ToolError if the cache may not be written
   */
  adopt(key: string, scratch: string, names: readonly string[]): void {
    const place = join(this.dir, key);
    try {
      mkdirSync(join(scratch, PINS));
      // held before it is in place: whoever makes room may come at once
      pin(scratch);
      do this.#moveIn(scratch, place, [...names, PINS]);
      while (!pin(place));
    } catch (error) {
      throw cannotWrite(this.dir, error);
    }
    this.#grown(key);
  }

  #moveIn(scratch: string, place: string, names: readonly string[]): void {
    for (;;) {
      try {
        renameSync(scratch, place);
        return;
      } catch (error) {
        if (!existsSync(place)) {
          // it made room at this moment
          if (IN_THE_WAY.has((error as NodeJS.ErrnoException).code ?? "")) continue;
          throw error;
        }
        // somebody else was first, with the same content, unless a file of it was lost
        if (names.every((name) => existsSync(join(place, name)))) return;
        rmSync(place, { recursive: true, force: true });
      }
    }
  }
}

const KEPT = "kept.json";

/** What the system says where there is an entry already. */
const IN_THE_WAY = new Set(["ENOTEMPTY", "EEXIST"]);
