// SPDX-License-Identifier: GPL-2.0-only
import { parsePatch } from "diff";
import { PatchError } from "../patch-error.ts";
import { lineAt, type SourceText } from "../source-text.ts";
import { checkPath } from "./check-path.ts";
import type { FileChange, FilePatch } from "./file-patch.ts";
import { shorten } from "./parse-hunk.ts";

/** The longest header line that is looked at: two paths of the longest length Linux allows, and change. */
const LONGEST = 10_000;

/** Top-level folders of a kernel tree: a path that begins with one was made with `--no-prefix`. */
const KERNEL_FOLDERS = new Set(
  (
    "Documentation LICENSES arch block certs crypto drivers firmware fs include init io_uring ipc kernel " +
    "lib mm net rust samples scripts security sound tools usr virt"
  ).split(" "),
);

/** What the header of one file says; the hunks are still to come. */
export type FileHeader = Omit<FilePatch, "hunks">;

/** Parses the header lines of one file, entries `from` up to but without `to`, none of them a hunk. */
export function parseFileHeader(text: SourceText, from: number, to: number): FileHeader {
  const line = lineAt(text, from);
  const lines = text.lines.slice(from, to);
  for (const [i, header] of lines.entries()) {
    if (header.length > LONGEST) {
      const at = lineAt(text, from + i);
      throw new PatchError(
        text.file,
        at,
        "file header is too long",
        "no path is that long: the input is damaged",
      );
    }
  }
  const parsed = readHeader(text, lines, line);
  const git = lines[0]?.startsWith("diff --git ") ?? false;
  const blobs = git
    ? lines.map((l) => /^index ([0-9a-f]{4,64})\.\.([0-9a-f]{4,64})(?: (\d+))?$/.exec(l))
    : [];
  const index = blobs.find((match) => match !== null) ?? null;
  const created = parsed.isCreate === true || isNothing(parsed.oldFileName, parsed.oldHeader);
  const deleted = parsed.isDelete === true || isNothing(parsed.newFileName, parsed.newHeader);
  if (created && deleted) {
    throw new PatchError(
      text.file,
      line,
      "file header names no file",
      "both sides are /dev/null: make the patch again",
    );
  }
  const [oldName, newName] = stripPrefixes(
    text,
    line,
    parsed.oldFileName,
    parsed.newFileName,
    created,
    deleted,
  );
  const moved = parsed.isRename === true ? "rename" : parsed.isCopy === true ? "copy" : null;
  const sameFile = !git && !created && !deleted;
  const oldPath = sameFile ? shorter(oldName, newName) : oldName;
  const newPath = sameFile ? oldPath : newName;
  const oldMode = parsed.oldMode ?? index?.[3] ?? null;
  const newMode = parsed.newMode ?? index?.[3] ?? null;
  const change: FileChange = created ? "create" : deleted ? "delete" : (moved ?? "modify");
  return {
    oldPath: created ? null : oldPath,
    newPath: deleted ? null : newPath,
    oldBlob: index?.[1] ?? null,
    newBlob: index?.[2] ?? null,
    oldMode: created ? null : oldMode,
    newMode: deleted ? null : newMode,
    change,
    line,
  };
}

function readHeader(text: SourceText, lines: readonly string[], line: number) {
  let parsed: ReturnType<typeof parsePatch>[number] | undefined;
  try {
    parsed = parsePatch(lines.join("\n"))[0];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PatchError(
      text.file,
      line,
      `malformed file header: ${shorten(reason)}`,
      "make the patch again",
    );
  }
  if (parsed?.oldFileName === undefined || parsed.newFileName === undefined) {
    const what = shorten(lines[0] ?? "");
    throw new PatchError(
      text.file,
      line,
      `malformed file header: ${what}`,
      "it has to name the file before and after",
    );
  }
  return { ...parsed, oldFileName: parsed.oldFileName, newFileName: parsed.newFileName };
}

/** `diff -uN` writes the date of the epoch for a file that is not there. */
function isNothing(name: string, stamp: string | undefined): boolean {
  if (name === "/dev/null") return true;
  const epoch = /^(?:1970-01-01|1969-12-31) \d\d:\d\d:\d\d(?:\.0+)? ([+-])(\d\d)(\d\d)$/.exec(stamp ?? "");
  if (epoch === null) return false;
  const offset = (Number(epoch[2]) * 60 + Number(epoch[3])) * (epoch[1] === "-" ? -60 : 60);
  return Date.parse(`${(stamp ?? "").slice(0, 19).replace(" ", "T")}Z`) / 1000 === offset;
}

function stripPrefixes(
  text: SourceText,
  line: number,
  oldName: string,
  newName: string,
  created: boolean,
  deleted: boolean,
): [string, string] {
  const known = created ? newName : oldName;
  for (const name of [created ? newName : oldName, deleted ? oldName : newName]) refuse(text, line, name);
  const same = !created && !deleted && oldName === newName;
  const whole = (same && !/^[ab]\//.test(known)) || KERNEL_FOLDERS.has(known.split("/")[0] ?? "");
  const strip = (name: string) => (whole || !name.includes("/") ? name : name.slice(name.indexOf("/") + 1));
  const pair: [string, string] = [strip(created ? newName : oldName), strip(deleted ? oldName : newName)];
  for (const name of pair) refuse(text, line, name);
  return pair;
}

function refuse(text: SourceText, line: number, name: string): void {
  const reason = checkPath(name);
  if (reason === null) return;
  const shown = shorten(JSON.stringify(name));
  throw new PatchError(
    text.file,
    line,
    `path ${shown} ${reason}`,
    "a patch may only touch files of the kernel tree",
  );
}

/** `diff -u x.c.orig x.c` and `diff -u old/x.c new/x.c` both mean x.c. */
function shorter(a: string, b: string): string {
  return a.length < b.length ? a : b;
}
