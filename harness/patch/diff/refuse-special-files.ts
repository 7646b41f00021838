// SPDX-License-Identifier: GPL-2.0-only

import { PatchError } from "../patch-error.ts";
import { lineAt, type SourceText } from "../source-text.ts";
import type { Hunk } from "./file-patch.ts";
import { shorten } from "./parse-hunk.ts";

/** An ordinary file, and one that may be executed: to a compiler the same. */
const ORDINARY = new Set(["100644", "100755"]);

const SPECIAL: Readonly<Record<string, string>> = {
  "120000": "a symbolic link",
  "160000": "a submodule",
  "040000": "a folder",
};

const MODE = /^(?:(?:old|new|new file|deleted file) mode|index \S+\.\.\S+)[ \t]+(\S.*)$/;

/**
 * Refuses a file that is none of text: its hunks would be taken for the text of a file of that name.
 *
 * @param path of the file
 * @param from first line of its header, `to` the first after it
 * @throws PatchError
 */
export function refuseSpecialModes(text: SourceText, path: string, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const mode = MODE.exec(text.lines[i]!)?.[1]?.trim();
    if (mode === undefined || ORDINARY.has(mode)) continue;
    const what = SPECIAL[mode] ?? "no ordinary file";
    throw specialError(text.file, lineAt(text, i), `${path} is ${what} (mode ${shorten(mode)})`);
  }
}

/** Refuses what git writes of a submodule where its mode has got lost. */
export function refuseSubproject(text: SourceText, path: string, hunk: Hunk): void {
  const changed = hunk.lines.filter(({ op }) => op !== " ");
  const isOne = changed.every((line) => /^Subproject commit [0-9a-f]{7,64}(?:-dirty)?$/.test(line.text));
  if (!isOne || changed.length === 0) return;
  throw specialError(text.file, hunk.line, `${path} is a submodule (Subproject commit)`);
}

function specialError(file: string, line: number, message: string): PatchError {
  const hint = "only ordinary files of text (100644, 100755) can be compared: leave it out of the patch";
  return new PatchError(file, line, message, hint);
}
