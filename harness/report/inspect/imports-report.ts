// SPDX-License-Identifier: GPL-2.0-only
import { many } from "../../base/many.ts";
import type { InspectedSide, NeededImport } from "../../compile/tree/inspect-side.ts";
import { paragraph, printable, type Screen } from "../screen.ts";
import { sideTitle } from "../side-title.ts";

/** Callers that are named of what is modelled: one says what it is about. */
const FEW = 1;

/** What slices need and nobody models: with all callers. What somebody does: by whom. */
export function importsReport(side: InspectedSide, screen: Screen): string {
  const lines = sideTitle("imports", side, screen);
  const { imports } = side;
  if (imports.length === 0) return [...lines, ""].join("\n");
  const open = imports.filter(({ model }) => model === null);
  lines.push(`  ${many(imports.length, "function")}, ${open.length} of them not modelled`);
  const section = (title: string, list: readonly NeededImport[], most: number): void => {
    if (list.length === 0) return;
    lines.push("", `  ${title}`);
    for (const { name, callers } of list) {
      lines.push(paragraph(screen, printable(name), 4, 2));
      for (const { function: caller, file, line } of callers.slice(0, most))
        lines.push(paragraph(screen, printable(`${caller} at ${file}:${line}`), 8, 2));
      if (callers.length > most) lines.push(`        and ${callers.length - most} more`);
    }
  };
  section("not modelled: a scenario that calls one is not comparable", open, Number.POSITIVE_INFINITY);
  for (const model of ["csrc/kernel", "csrc/runtime", "harness"] as const) {
    section(
      `modelled by ${model}`,
      imports.filter((one) => one.model === model),
      FEW,
    );
  }
  return [...lines, ""].join("\n");
}
