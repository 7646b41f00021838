// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import {
  type Exercise,
  type ExercisedLine,
  totalExercise,
} from "../../../harness/judge/coverage/exercise.ts";

const line = (number: number, ran: boolean): ExercisedLine => ({
  ...{ side: "after", file: "drivers/xen/gntdev.c", line: number, ran },
  missing: ran ? "" : `line ${number} is never reached`,
});

const exercise = (lines: readonly ExercisedLine[], functions: Exercise["functions"] = []): Exercise => ({
  lines,
  functions,
});

describe("a change", () => {
  it("is exercised if one line of it ran in one configuration", () => {
    const total = totalExercise([exercise([line(1, false), line(2, false)]), exercise([line(1, true)])]);
    expect(total).toEqual({ lines: 2, run: 1, isExercised: true, missing: ["line 2 is never reached"] });
  });

  it("is not where none of its lines ran, whatever functions were called", () => {
    const total = totalExercise([exercise([line(1, false)], [{ name: "f", ran: true }])]);
    expect(total).toMatchObject({ run: 0, isExercised: false, missing: ["line 1 is never reached"] });
  });

  it("without lines that make code is exercised by a call of a function whose code it makes another", () => {
    const called = (ran: boolean) => totalExercise([exercise([], [{ name: "f", ran }])]);
    expect(called(true).isExercised).toBe(true);
    expect(called(false)).toMatchObject({ isExercised: false, missing: ["f is never called"] });
  });

  it("that makes no code another has nothing to run", () => {
    expect(totalExercise([exercise([])]).isExercised).toBe(true);
  });

  it("is not exercised where nobody counted", () => {
    expect(totalExercise([null]).isExercised).toBe(false);
  });
});
