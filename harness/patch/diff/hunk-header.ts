// SPDX-License-Identifier: GPL-2.0-only
import type { Hunk } from "./file-patch.ts";

/** The header of a hunk as it stands in a patch, without what follows the second `@@`. */
export const hunkHeader = ({ oldStart, oldLines, newStart, newLines }: Hunk): string =>
  `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`;
