// SPDX-License-Identifier: GPL-2.0-only
import { SIDES, type SideName } from "../../base/make-views.ts";
import type { LeftOver, SideBySide } from "../../judge/trace/trace-scenario.ts";
import { placeName } from "../place-name.ts";
import { paragraph, printable, type Screen } from "../screen.ts";

/** So many are told of a side. */
const MOST = 20;

/**
 * What is still allocated when every file is closed and every process gone, by side.
 *
 * @param sides those that are shown
 */
export function leftOverLines(
  trace: SideBySide,
  screen: Screen,
  sides: readonly SideName[] = SIDES,
): string[] {
  const isNone = sides.every((side) => trace[side].left.length === 0 && !trace[side].hasStopped);
  if (isNone) return ["never freed: nothing"];
  return ["never freed:", ...sides.flatMap((side) => ofSide(trace, side, sides.length > 1, screen))];
}

function ofSide(trace: SideBySide, side: SideName, isNamed: boolean, screen: Screen): string[] {
  const { left, hasStopped } = trace[side];
  const label = isNamed ? side.padEnd(8) : "";
  if (hasStopped) return [`  ${label}not known: the kernel stopped`];
  if (left.length === 0) return [`  ${label}nothing`];
  const lines = left
    .slice(0, MOST)
    .map((one) => paragraph(screen, printable(`${label}${textOf(one)}`), 2, label.length + 2));
  return left.length <= MOST ? lines : [...lines, `  ${label}and ${left.length - MOST} more`];
}

function textOf({ step, words, place }: LeftOver): string {
  const where = place.line === 0 ? "" : `, ${placeName(place)}`;
  return `${words}: taken in step ${step}${where}`;
}
