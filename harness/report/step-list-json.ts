// SPDX-License-Identifier: GPL-2.0-only
import { allowedText } from "../scenario/shape/allowed-text.ts";
import { namedShapes } from "../scenario/shape/named-shapes.ts";
import type { Field } from "../scenario/shape/shape.ts";
import { stepGroups } from "../scenario/shape/step-groups.ts";

/** Every kind of step and its fields as plain data; what validates a file is the published schema. */
export function stepListJson(): object {
  const groups = stepGroups();
  const shapes = groups.flatMap(({ steps }) =>
    steps.flatMap(({ fields }) => fields.map(({ shape }) => shape)),
  );
  return {
    groups: groups.map(({ title, level, steps }) => ({
      title,
      level,
      steps: steps.map(({ verb, does, fields }) => ({ do: verb, does, fields: fields.map(fieldJson) })),
    })),
    values: namedShapes(shapes).map((shape) => ({
      name: shape.title,
      means: shape.titleWords,
      allowed: allowedText(shape, true),
    })),
  };
}

function fieldJson({ name, shape, mayBeLeftOut, otherwise }: Field): object {
  return {
    name,
    ...(shape.words === null ? {} : { means: shape.words }),
    allowed: allowedText(shape),
    required: !mayBeLeftOut,
    ...(otherwise === undefined ? {} : { default: otherwise }),
  };
}
