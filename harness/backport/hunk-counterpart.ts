// SPDX-License-Identifier: GPL-2.0-only
import type { Hunk } from "../patch/diff/file-patch.ts";

/** A hunk of the upstream patch, and how much of it the text of the backport has. */
export interface HunkCounterpart {
  /** The patch of the series, from 0, and the file and hunk in it. */
  readonly patch: number;
  readonly file: number;
  readonly hunk: number;
  readonly path: string;
  /** From 1, in its file. */
  readonly number: number;
  /** Line of the `@@` in the input. */
  readonly inputLine: number;
  /** As behind the second `@@`: mostly the function. */
  readonly section: string;
  /** All its changed lines are in the backport, some of them or others like them, or none. */
  readonly state: "there" | "altered" | "missing";
  /** The first line that is missing or altered, with its operation, and what the backport has for it ("" for nothing). */
  readonly line: string;
  readonly instead: string;
  /** What the hunk would be with the changes that the backport has: null if none of it is left. */
  readonly asInBackport: Hunk | null;
}
