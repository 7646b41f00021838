// SPDX-License-Identifier: GPL-2.0-only

/** What a patch does to a file as a whole. `mode` is a change of permissions with no hunks. */
export type FileChange = "modify" | "create" | "delete" | "rename" | "copy" | "mode";

/** One line of a hunk, without its operation character and without its line end. */
export interface HunkLine {
  /** Context, added or removed. */
  readonly op: " " | "+" | "-";
  readonly text: string;
  /** Set when "\ No newline at end of file" follows the line. */
  readonly noNewline?: boolean;
  /** Line of the input, from 1. */
  readonly line: number;
}

/** A run of changed lines with its context, as under one `@@`. */
export interface Hunk {
  /** As in the header: the first old line, or with no old lines the line before the place. */
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  /** What follows the second `@@`: usually the enclosing function. Empty if nothing does. */
  readonly section: string;
  readonly lines: readonly HunkLine[];
  /** Input line of the `@@`, from 1. */
  readonly line: number;
}

/** What a patch does to one file. */
export interface FilePatch {
  /** Path in the tree before, `a/` taken off; null when the file is created. */
  readonly oldPath: string | null;
  /** Path in the tree after, `b/` taken off; null when the file is deleted. */
  readonly newPath: string | null;
  /** Abbreviated blob ids of git's `index` line, if there is one. */
  readonly oldBlob: string | null;
  readonly newBlob: string | null;
  /** Octal file modes, where the patch states them. */
  readonly oldMode: string | null;
  readonly newMode: string | null;
  readonly change: FileChange;
  /** May be empty for create, delete, rename, copy and mode. */
  readonly hunks: readonly Hunk[];
  /** Input line of the first header line of the file, from 1. */
  readonly line: number;
  /** Which input that is a line of, where there are several. */
  readonly input?: string;
}
