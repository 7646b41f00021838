// SPDX-License-Identifier: GPL-2.0-only

import { createHash } from "node:crypto";
import {
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { checkPath } from "../../patch/diff/check-path.ts";
import { BaseError } from "../base-error.ts";
import { many } from "../many.ts";
import { isNeeded } from "../tree/is-needed.ts";
import { NEEDED_PARTS } from "../tree/needed-parts.ts";
import type { TreeStore } from "../tree/tree-store.ts";
import type { GitRepository } from "./git-repository.ts";
import { ObjectStream } from "./object-stream.ts";

/** A commit's needed parts as a folder. */
export interface ExportedCommit {
  readonly dir: string;
  /** Equal for commits whose needed parts are equal. */
  readonly identity: string;
}

interface Entry {
  readonly mode: string;
  readonly id: string;
  readonly path: string;
}

/** Raised when the shape of an export changes; the parts are in it too. */
const LAYOUT = createHash("sha256")
  .update(`2\n${NEEDED_PARTS.join("\n")}`)
  .digest("hex")
  .slice(0, 8);

/**
 * Exports what is needed of a commit into the store, or finds it there. Objects are read as they are: no attribute,
 * filter or hook of the repository has a say. Commits with equal parts share a folder, and what two folders have in
 * common is stored once.
 *
 * @param tell told when there is something to wait for
 */
export async function exportCommit(
  repository: GitRepository,
  commit: string,
  store: TreeStore,
  tell: (text: string) => void,
): Promise<ExportedCommit> {
  const key = `commit-${commit}-${LAYOUT}`;
  const known = store.read(key, "identity")?.toString();
  if (known !== undefined) {
    const manifest = store.hold(known, "manifest");
    if (manifest !== null) return { dir: join(dirname(manifest), "linux"), identity: known };
  }
  const entries = await listEntries(repository, commit);
  const manifest = entries.map(({ mode, id, path }) => `${mode} ${id} ${path}\n`).join("");
  const identity = `tree-git-${createHash("sha256").update(LAYOUT).update(manifest).digest("hex").slice(0, 32)}`;
  if (store.hold(identity, "manifest") === null) {
    tell(`exporting ${many(entries.length, "file")} of ${commit.slice(0, 12)}`);
    await inScratch(store, identity, ["manifest", "linux"], async (scratch) => {
      await writeTree(repository, entries, join(scratch, "linux"), newestExport(store));
      writeFileSync(join(scratch, "manifest"), manifest);
    });
  }
  await inScratch(store, key, ["identity"], async (scratch) => {
    writeFileSync(join(scratch, "identity"), identity);
  });
  return { dir: join(store.dir, identity, "linux"), identity };
}

async function inScratch(
  store: TreeStore,
  key: string,
  names: readonly string[],
  fill: (scratch: string) => Promise<void>,
): Promise<void> {
  const scratch = store.scratch();
  try {
    await fill(scratch);
    store.adopt(key, scratch, names);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOSPC" && code !== "EDQUOT") throw error;
    throw new BaseError(
      `the disk is full: cannot export the tree to ${store.dir}`,
      "free some space (about 150 MB), or set HUNKBOX_CACHE to a folder elsewhere",
      "machine",
    );
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function listEntries(repository: GitRepository, commit: string): Promise<Entry[]> {
  const list = (await repository.run(["ls-tree", "-r", "-z", "--full-tree", commit])).toString();
  const entries: Entry[] = [];
  for (const line of list.split("\0")) {
    const match = /^(100644|100755|120000) blob ([0-9a-f]+)\t(.*)$/s.exec(line);
    if (match === null) continue;
    const [, mode, id, path] = match as unknown as [string, string, string, string];
    // an object made by hand may hold any name
    if (isNeeded(path) && checkPath(path) === null) entries.push({ mode, id, path });
  }
  return entries;
}

/** Writes files first and links last, so that no file is ever written through a link. */
async function writeTree(
  repository: GitRepository,
  entries: readonly Entry[],
  dir: string,
  near: ReadonlyMap<string, string>,
): Promise<void> {
  mkdirSync(dir);
  const folders = new Set<string>();
  const place = (path: string): string => {
    const to = join(dir, path);
    if (!folders.has(dirname(to))) mkdirSync(dirname(to), { recursive: true });
    folders.add(dirname(to));
    return to;
  };
  const rest = entries.filter(({ mode, id, path }) => {
    const from = near.get(`${mode} ${id} ${path}`);
    if (from === undefined || mode === "120000") return true;
    try {
      linkSync(from, place(path));
      return false;
    } catch {
      // gone in the meantime, or a file system without links
      return true;
    }
  });
  const links: [string, string][] = [];
  const stream = new ObjectStream((content, i) => {
    const { mode, path } = rest[i]!;
    if (content === null) return;
    if (mode === "120000") links.push([path, content.toString()]);
    else writeFileSync(place(path), content, { flag: "wx" });
  });
  const input = rest.map(({ id }) => `${id}\n`).join("");
  await repository.run(["cat-file", "--batch"], { input, onData: (chunk) => stream.push(chunk) });
  for (const [path, target] of links) if (!target.startsWith("/")) symlinkSync(target, place(path));
  // only now is it known where each leads, since one may lead over others
  const root = realpathSync(dir);
  const outside = links.filter(([path]) => !leadsInto(root, join(dir, path)));
  for (const [path] of outside) rmSync(join(dir, path), { force: true });
}

function leadsInto(root: string, link: string): boolean {
  try {
    return realpathSync(link).startsWith(`${root}/`);
  } catch {
    return false;
  }
}

/** Files of the export that was made last, by what they hold and where. */
function newestExport(store: TreeStore): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  try {
    const [newest] = readdirSync(store.dir)
      .filter((name) => name.startsWith("tree-git-"))
      .map((name) => ({ name, at: statSync(join(store.dir, name)).mtimeMs }))
      .sort((a, b) => b.at - a.at);
    if (newest === undefined) return files;
    const dir = join(store.dir, newest.name);
    for (const line of readFileSync(join(dir, "manifest"), "utf8").split("\n")) {
      const path = line.split(" ").slice(2).join(" ");
      if (path !== "") files.set(line, join(dir, "linux", path));
    }
  } catch {
    // somebody empties the cache: everything is written anew
  }
  return files;
}
