// SPDX-License-Identifier: GPL-2.0-only
import { opendir, stat } from "node:fs/promises";
import { join } from "node:path";
import { PatchError } from "../patch-error.ts";
import { type PatchFileName, patchFileName } from "./patch-file-name.ts";

/** More than any series has. */
const MOST_PATCHES = 2000;
/** More than anybody keeps beside patches; to look at them all costs time. */
const MOST_ENTRIES = 100_000;
const PATCH = /\.(?:patch|diff|mbox|mbx|eml)$/i;

/**
 * The patches of a folder as git format-patch writes one: by their numbers, a cover letter (0000) first. Files that are not
 * called like patches are passed over.
 *
 * @returns paths
 * @throws PatchError if they have no one order: two revisions, a number twice, a patch without a number; or one is no file
 */
export async function listPatchFolder(folder: string): Promise<string[]> {
  const { numbered, others } = await readNames(folder);
  const [other] = others;
  if (numbered.length === 0 && other === undefined) {
    const hint = 'give one that git format-patch -o wrote, or one with a quilt "series" file, or the files';
    throw new PatchError(folder, 0, "is a folder without patches", hint);
  }
  if (other !== undefined) {
    const message = `holds patches without a number, so without an order: ${few(others)}`;
    throw new PatchError(folder, 0, message, "give the files themselves, in the order in which they apply");
  }
  refuseRevisions(folder, numbered);
  const sorted = numbered.toSorted((a, b) => a.number - b.number || (a.name < b.name ? -1 : 1));
  for (const [i, { name, number }] of sorted.entries()) {
    const before = sorted[i - 1];
    if (before?.number !== number) continue;
    const hint = "take away what an earlier git format-patch left, or give the files";
    throw new PatchError(folder, 0, `holds patch ${number} twice: ${before.name} and ${name}`, hint);
  }
  const paths = sorted.map(({ name }) => join(folder, name));
  for (const path of paths) await refuseNoFile(path);
  return paths;
}

async function readNames(folder: string): Promise<{ numbered: PatchFileName[]; others: string[] }> {
  const numbered: PatchFileName[] = [];
  const others: string[] = [];
  let entries = 0;
  try {
    for await (const { name } of await opendir(folder)) {
      if (++entries > MOST_ENTRIES) throw tooMany(folder, `${MOST_ENTRIES} files`);
      if (name.startsWith(".")) continue;
      const parsed = patchFileName(name);
      if (parsed !== null) numbered.push(parsed);
      else if (PATCH.test(name)) others.push(name);
      if (numbered.length + others.length > MOST_PATCHES) throw tooMany(folder, `${MOST_PATCHES} patches`);
    }
  } catch (error) {
    if (error instanceof PatchError) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    throw new PatchError(folder, 0, `cannot be read (${code})`, "make the folder readable");
  }
  return { numbered, others: others.sort() };
}

const tooMany = (folder: string, what: string): PatchError =>
  new PatchError(folder, 0, `holds more than ${what}`, "give the files of the series under test");

function refuseRevisions(folder: string, files: readonly PatchFileName[]): void {
  const first = new Map<string, string>();
  for (const { version, name } of files.toSorted((a, b) => (a.name < b.name ? -1 : 1)))
    if (!first.has(version)) first.set(version, name);
  if (first.size < 2) return;
  const named = [...first].map(([version, name]) => `v${version} (${name})`);
  const wanted = [...first.keys()].at(-1)!;
  const hint = `give the files of one: ${join(folder, wanted === "1" ? "0*" : `v${wanted}-*`)}`;
  throw new PatchError(folder, 0, `holds several revisions: ${few(named)}`, hint);
}

/** A pipe would be waited for, and a link may lead nowhere. */
async function refuseNoFile(path: string): Promise<void> {
  let why = "is no file";
  try {
    if ((await stat(path)).isFile()) return;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    why = `cannot be read (${code})`;
  }
  throw new PatchError(path, 0, why, "put the patch itself there, or give the other files");
}

function few(names: readonly string[]): string {
  const shown = names.slice(0, 4).join(", ");
  return names.length > 4 ? `${shown} and ${names.length - 4} more` : shown;
}
