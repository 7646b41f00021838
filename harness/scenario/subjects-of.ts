// SPDX-License-Identifier: GPL-2.0-only
import { SUBJECTS } from "../subject/subjects.ts";
import type { Scenario } from "./scenario-schema.ts";

/** @returns names of the subject that a scenario is about, and of those whose devices it opens as well */
export function subjectsOf({ subject, steps }: Scenario): readonly string[] {
  const opened = new Set(steps.flatMap((step) => (step.do === "open" ? [step.device] : [])));
  const others = SUBJECTS.filter(({ devices }) => devices.some((device) => opened.has(device)));
  return [...new Set([subject, ...others.map(({ name }) => name)])];
}
