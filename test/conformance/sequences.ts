// SPDX-License-Identifier: GPL-2.0-only
import type { Answer } from "./answer.ts";
import type { Question } from "./question.ts";
import type { Rig } from "./rig.ts";

/** Steps that are more than one call, by the question's `step` without a boot option's prefix. */
export type Sequences = Readonly<Record<string, (rig: Rig, question: Question) => Answer>>;
