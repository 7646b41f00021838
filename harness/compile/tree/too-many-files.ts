// SPDX-License-Identifier: GPL-2.0-only
import type { View } from "../../base/view.ts";
import type { Diagnostic } from "../toolchain/diagnostic.ts";

/** Files of C that a patch may touch: each takes some starts of a compiler, in each configuration. */
const MOST_FILES = 300;

/** @returns an error if a patch touches more files than a check has time for; else none */
export function tooManyFiles({ files }: View): Diagnostic[] {
  const touched = [...files.keys()].filter((path) => path.endsWith(".c"));
  const beyond = touched[MOST_FILES];
  if (beyond === undefined) return [];
  const message = `the patch touches ${touched.length} .c files, and no more than ${MOST_FILES} are looked at: take it apart`;
  return [{ file: beyond, line: 0, column: 0, message }];
}
