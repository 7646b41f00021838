// SPDX-License-Identifier: GPL-2.0-only
import { SIDES, type SideName } from "../../base/make-views.ts";
import type { SideCoverage } from "./side-coverage.ts";

/** A line that the patch adds or takes away, and that makes code. */
export interface ExercisedLine {
  readonly side: SideName;
  readonly file: string;
  /** From 1, in the text of its side. */
  readonly line: number;
  readonly ran: boolean;
  /** What would have to happen for it to run; empty if it ran. */
  readonly missing: string;
}

/** What of a change ran in one configuration: plain data. */
export interface Exercise {
  readonly lines: readonly ExercisedLine[];
  /** Functions whose code the patch makes another: what counts where it changes no line that makes code. */
  readonly functions: readonly { readonly name: string; readonly ran: boolean }[];
}

/** @returns what of a change ran, from the coverage of both sides */
export function exerciseOf(coverage: Readonly<Record<SideName, SideCoverage>>): Exercise {
  return {
    lines: SIDES.flatMap((side) => linesOf(side, coverage[side])),
    functions: SIDES.flatMap((side) => coverage[side].touched),
  };
}

function linesOf(side: SideName, { ranLines, missed }: SideCoverage): ExercisedLine[] {
  return [
    ...ranLines.map(({ file, line }) => ({ side, file, line, ran: true, missing: "" })),
    ...missed.map(({ file, line, function: name, guardLine, guard }) => {
      const missing =
        guardLine === 0 ? `${name} is never called` : `${file}:${guardLine} never goes there: ${guard}`;
      return { side, file, line, ran: false, missing };
    }),
  ];
}

/** What of a change ran in any configuration. */
export interface TotalExercise {
  readonly lines: number;
  readonly run: number;
  /** True if something of it ran, or there is nothing of it that could. */
  readonly isExercised: boolean;
  /** What would have to run, each reason once. */
  readonly missing: readonly string[];
}

/** @param all of the configurations in which the sides differ and were run; null where nothing counted */
export function totalExercise(all: readonly (Exercise | null)[]): TotalExercise {
  const lines = new Map<string, ExercisedLine>();
  const counted = all.filter((one) => one !== null);
  for (const one of counted.flatMap((exercise) => exercise.lines)) {
    const key = `${one.side} ${one.file}:${one.line}`;
    if (lines.get(key)?.ran !== true) lines.set(key, one);
  }
  const missed = [...lines.values()].filter(({ ran }) => !ran);
  const run = lines.size - missed.length;
  const functions = counted.flatMap((exercise) => exercise.functions);
  const idle =
    lines.size === 0 ? functions.filter(({ ran }) => !ran).map(({ name }) => `${name} is never called`) : [];
  const isTouched = lines.size > 0 ? run > 0 : functions.length === 0 || functions.some(({ ran }) => ran);
  return {
    lines: lines.size,
    run,
    isExercised: counted.length > 0 && isTouched,
    missing: [...new Set([...missed.map(({ missing }) => missing), ...idle])],
  };
}
