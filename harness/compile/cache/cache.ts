// SPDX-License-Identifier: GPL-2.0-only
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { ToolError } from "../toolchain/tool-error.ts";

/** A scratch folder of that age has no owner any more. */
const LEFTOVER_MS = 3_600_000;

/**
 * Content-addressed build results. An entry is a folder of files under its key. It is written beside its place and
 * renamed into it, so a killed process or a full disk leaves no half entry, and of two processes that build the
 * same thing the second finds the first one's entry in place.
 */
export class Cache {
  readonly dir: string;
  #swept = false;

  constructor(dir: string) {
    this.dir = dir;
    try {
      makeFolder(dir);
      if (!statSync(dir).isDirectory()) throw new Error("it is not a folder");
    } catch (error) {
      throw cannotWrite(dir, error);
    }
  }

  /** @returns the path of a file of an entry, or null if there is no such entry */
  find(key: string, name: string): string | null {
    const path = join(this.dir, key, name);
    return existsSync(path) ? path : null;
  }

  /** @returns a JSON file of an entry as written by `put`, or null if there is none */
  readJson(key: string, name: string): unknown {
    const path = this.find(key, name);
    if (path === null) return null;
    try {
      return JSON.parse(readFileSync(path, "utf8"));
    } catch {
      // not ours, or damaged from outside: build again
      rmSync(join(this.dir, key), { recursive: true, force: true });
      return null;
    }
  }

  /** Takes an entry away, if it is there. */
  remove(key: string): void {
    rmSync(join(this.dir, key), { recursive: true, force: true });
  }

  /** A folder of one's own to work in, on the file system of the cache. The caller removes it. */
  scratch(): string {
    try {
      // whoever empties the cache may take the folder along
      mkdirSync(this.dir, { recursive: true });
      this.#sweep();
      return mkdtempSync(join(this.dir, "tmp-"));
    } catch (error) {
      throw cannotWrite(this.dir, error);
    }
  }

  /** Removes, once, what processes that were killed left behind. */
  #sweep(): void {
    if (this.#swept) return;
    this.#swept = true;
    for (const name of readdirSync(this.dir)) {
      const path = join(this.dir, name);
      try {
        if (name.startsWith("tmp-") && Date.now() - statSync(path).mtimeMs > LEFTOVER_MS) {
          rmSync(path, { recursive: true, force: true });
        }
      } catch {
        // another process was quicker
      }
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
  }

  /**
   * Makes a scratch folder the entry `key`, unless another process was first.
   *
   * @param names files that a whole entry has
   * @throws ToolError if the cache may not be written
   */
  adopt(key: string, scratch: string, names: readonly string[]): void {
    try {
      this.#moveIn(scratch, join(this.dir, key), names);
    } catch (error) {
      throw cannotWrite(this.dir, error);
    }
  }

  #moveIn(scratch: string, place: string, names: readonly string[]): void {
    for (;;) {
      try {
        renameSync(scratch, place);
        return;
      } catch (error) {
        if (!existsSync(place)) throw error;
        // somebody else was first, with the same content, unless a file of it was lost
        if (names.every((name) => existsSync(join(place, name)))) return;
        rmSync(place, { recursive: true, force: true });
      }
    }
  }
}

/** Makes a folder and those above it, one by one: Node's own way tries for ever below /proc. */
function makeFolder(dir: string): void {
  if (existsSync(dir)) return;
  makeFolder(dirname(dir));
  try {
    mkdirSync(dir);
  } catch (error) {
    // another process was quicker
    if (!existsSync(dir)) throw error;
  }
}

function cannotWrite(dir: string, error: unknown): ToolError {
  const why = error instanceof Error ? error.message : String(error);
  return new ToolError(
    `cannot write the module cache ${dir}: ${why}`,
    "free some space, or set HUNKBOX_CACHE to a folder that can be made and written",
  );
}

/**
 * The cache to use: $HUNKBOX_CACHE, else wasm/ of the checkout, else (in a checkout that may not be written) a folder
 * of this user's among the temporary files.
 *
 * @param root the checkout
 */
export function openCache(root: string): Cache {
  const chosen = process.env["HUNKBOX_CACHE"];
  if (chosen !== undefined && chosen !== "") return new Cache(chosen);
  const own = join(root, "wasm");
  try {
    accessSync(own, constants.W_OK);
    return new Cache(own);
  } catch {
    return new Cache(join(tmpdir(), `hunkbox-${userInfo().uid}`));
  }
}
