// SPDX-License-Identifier: GPL-2.0-only
import type { Views } from "../../base/make-views.ts";
import type { InspectedSide } from "../../compile/tree/inspect-side.ts";

/** Version of the shape below; raised when a field changes its meaning or goes. */
const SCHEMA = 1;

/** What inspect makes of one patch, for other tools: hunks as they were placed, and slices where they were asked for. */
export function inspectJson(
  views: Views,
  sides: readonly InspectedSide[],
  wanted: { readonly slice: boolean; readonly imports: boolean },
): unknown {
  return {
    schema: SCHEMA,
    base: views.base,
    files: views.touched,
    hunks: views.placed.map(({ path, hunk, line, newLine, offset, fuzz }) => {
      return { file: path, inputLine: hunk.line, line, newLine, offset, fuzz };
    }),
    configs: sides.map(({ config, unavailable, errors, units, imports, unfit }) => ({
      config,
      side: "after",
      ...(unavailable === "" ? {} : { unavailable }),
      errors,
      ...(wanted.slice ? { slices: units.map(unitJson), unfit } : {}),
      ...(wanted.imports
        ? { imports: imports.map(({ name, model, callers }) => ({ name, model, callers })) }
        : {}),
    })),
  };
}

function unitJson({ path, lines, before, after, cut }: InspectedSide["units"][number]) {
  return {
    file: path,
    lines,
    keptLines: after.lines,
    functions: before.functions,
    keptFunctions: after.functions,
    headerFunctions: before.headerFunctions,
    keptHeaderFunctions: after.headerFunctions,
    bytes: before.length,
    keptBytes: after.length,
    cut,
  };
}
