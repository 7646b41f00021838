// SPDX-License-Identifier: GPL-2.0-only
import { shapeOf } from "../scenario/shape/shape-of.ts";
import { withoutDefaults } from "../scenario/shape/without-defaults.ts";
import { type Step, stepSchema } from "../subject/step-kinds.ts";
import { oneLine } from "./one-line.ts";

/** A step as somebody would write it: JSON on one line, without what is taken anyway. */
export const stepText = (step: Step): string => oneLine(withoutDefaults(shapeOf(stepSchema), step));
