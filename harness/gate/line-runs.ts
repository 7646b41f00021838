// SPDX-License-Identifier: GPL-2.0-only
import { SIDES, type Views } from "../base/make-views.ts";
import type { ConfigVerdict } from "../judge/judge-config.ts";
import { patchLines } from "../judge/place/patch-lines.ts";
import type { LineRun } from "./judgement.ts";

/** Which changed lines ran, of those that make code; null if nothing was run that counts them. */
export function lineRuns(
  views: Views,
  { coverage }: Pick<ConfigVerdict, "coverage">,
  reverse = false,
): LineRun[] | null {
  if (coverage === null) return null;
  return SIDES.flatMap((side) =>
    [...patchLines(views.placed, (side === "before") !== reverse)].flatMap(([file, lines]) => {
      const counts = coverage[side].counts.get(file);
      const texts = views[side].read(file)?.split("\n") ?? [];
      return lines.flatMap((line): LineRun[] => {
        const count = counts?.get(line);
        const code = texts[line - 1]?.trim() ?? "";
        return count === undefined ? [] : [{ side, file, line, code, ran: count > 0 }];
      });
    }),
  );
}
