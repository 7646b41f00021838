// SPDX-License-Identifier: GPL-2.0-only
import type { Shape } from "./shape.ts";

/** @returns the shapes with a name of their own in some shapes, each once, by name */
export function namedShapes(shapes: readonly Shape[]): readonly Shape[] {
  const found = new Map<string, Shape>();
  const look = (shape: Shape): void => {
    if (shape.title !== null && !found.has(shape.title)) found.set(shape.title, shape);
    for (const one of partsOf(shape)) look(one);
  };
  for (const shape of shapes) look(shape);
  // a bundler may order the exports of a file, and with them the steps, in its own way
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, shape]) => shape);
}

function partsOf(shape: Shape): readonly Shape[] {
  switch (shape.kind) {
    case "list":
      return [shape.of];
    case "tuple":
    case "either":
      return shape.of;
    case "object":
      return shape.fields.map((field) => field.shape);
    default:
      return [];
  }
}
