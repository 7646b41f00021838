// SPDX-License-Identifier: GPL-2.0-only
import { SIDES, type Views } from "../../base/make-views.ts";
import type { Workshop } from "../../compile/cache/workshop.ts";
import { switchedOff } from "../../compile/lines/switched-off.ts";
import type { ConfigName } from "../../machine/config.ts";
import { patchLines } from "../place/patch-lines.ts";
import type { ExercisedLine } from "./exercise.ts";

/**
 * Code that the patch adds or takes away and that no configuration compiles. Where both sides compile to the same code,
 * that says nothing of it.
 *
 * @param reverse the sides are exchanged: `after` is the text that the hunks apply to
 */
export async function offEverywhere(
  workshop: Workshop,
  configs: readonly ConfigName[],
  views: Views,
  reverse: boolean,
): Promise<ExercisedLine[]> {
  const found: ExercisedLine[] = [];
  for (const side of SIDES) {
    const isOld = (side === "before") !== reverse;
    for (const [file, lines] of patchLines(views.placed, isOld)) {
      if (!/\.[ch]$/.test(file)) continue;
      const perConfig = await Promise.all(
        configs.map((config) => switchedOff(workshop, config, views[side], file, lines)),
      );
      for (const { line, branch } of perConfig[0] ?? []) {
        if (!perConfig.every((off) => off.some((one) => one.line === line))) continue;
        const missing = `${file}:${line} is switched off by ${branch.text} at line ${branch.line}`;
        found.push({ side, file, line, ran: false, missing });
      }
    }
  }
  return found;
}
