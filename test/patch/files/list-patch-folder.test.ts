// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, it } from "vitest";
import { listPatchFolder } from "../../../harness/patch/files/list-patch-folder.ts";
import { PatchError } from "../../../harness/patch/patch-error.ts";
import { FakeRepository } from "../../support/fake-repository.ts";
import { tempDir } from "../../support/temp-dir.ts";

const root = tempDir();

function folderOf(...names: readonly string[]): string {
  const dir = mkdtempSync(join(root, "folder-"));
  for (const name of names) writeFileSync(join(dir, name), "");
  return dir;
}

const list = async (dir: string): Promise<string[]> =>
  (await listPatchFolder(dir)).map((path) => basename(path));

/** What the error says of the folder, and what to do. */
async function errorOf(dir: string): Promise<string> {
  const error = await listPatchFolder(dir).catch((thrown: unknown) => thrown);
  if (!(error instanceof PatchError)) throw new Error(`no PatchError but ${String(error)}`);
  return error.describe().replaceAll(dir, "DIR").replace("\n  hint:", " |");
}

it("lists what git format-patch writes, a cover letter first", async () => {
  const dir = tempDir();
  const repository = new FakeRepository(join(dir));
  repository.commit("b", { "lib/cup.c": "2\n" });
  repository.commit("a", { "lib/cup.c": "3\n" });
  repository.git("format-patch", "-q", "--cover-letter", "-v3", "-o", "out", "main~2");
  expect(await list(join(dir, "out"))).toEqual([
    "v3-0000-cover-letter.patch",
    "v3-0001-b.patch",
    "v3-0002-a.patch",
  ]);
});

it("sorts by number and passes over all that is not called like a patch", async () => {
  const dir = folderOf(
    "10000-c.patch",
    "9999-b.patch",
    "0002-a.eml",
    "0002-a.eml~",
    ".0001-x.patch",
    "notes.txt",
  );
  mkdirSync(join(dir, "old"));
  expect(await list(dir)).toEqual(["0002-a.eml", "9999-b.patch", "10000-c.patch"]);
});

it.each([
  [
    ["0001-a.patch", "v2-0001-a.patch", "v2-0002-b.patch", "v10-0001-a.patch"],
    "DIR: holds several revisions: v1 (0001-a.patch), v10 (v10-0001-a.patch), v2 (v2-0001-a.patch) | give the files of one: DIR/v2-*",
  ],
  [
    ["0001-a.patch", "0001-b.patch"],
    "DIR: holds patch 1 twice: 0001-a.patch and 0001-b.patch | take away what an earlier git format-patch left, or give the files",
  ],
  [
    ["0001-a.patch", "fix.patch"],
    "DIR: holds patches without a number, so without an order: fix.patch | give the files themselves, in the order in which they apply",
  ],
  [
    ["README"],
    'DIR: is a folder without patches | give one that git format-patch -o wrote, or one with a quilt "series" file, or the files',
  ],
  [
    Array.from({ length: 2001 }, (_, i) => `${String(i).padStart(4, "0")}-x.patch`),
    "DIR: holds more than 2000 patches | give the files of the series under test",
  ],
])("refuses %j", async (names, says) => {
  expect(await errorOf(folderOf(...names))).toBe(says);
});

it("does not wait for a pipe, and follows no link in a circle", async () => {
  const pipe = folderOf("0001-a.patch");
  execFileSync("mkfifo", [join(pipe, "0002-b.patch")]);
  expect(await errorOf(pipe)).toContain("DIR/0002-b.patch: is no file | ");
  const loop = folderOf("0001-a.patch");
  symlinkSync("0002-b.patch", join(loop, "0002-b.patch"));
  expect(await errorOf(loop)).toContain("DIR/0002-b.patch: cannot be read (ELOOP) | ");
});

it("says of a folder that is none that it cannot be read", async () => {
  expect(await errorOf(join(root, "none"))).toContain("cannot be read (ENOENT)");
});
