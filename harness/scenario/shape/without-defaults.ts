// SPDX-License-Identifier: GPL-2.0-only
import { isDeepStrictEqual } from "node:util";
import type { Shape } from "./shape.ts";

/** @returns a value that means the same, without the fields that say what is taken anyway */
export function withoutDefaults(shape: Shape, value: unknown): unknown {
  if (Array.isArray(value)) {
    const partOf = (i: number): Shape | undefined =>
      shape.kind === "list" ? shape.of : shape.kind === "tuple" ? shape.of[i] : undefined;
    return value.map((one, i) => {
      const part = partOf(i);
      return part === undefined ? one : withoutDefaults(part, one);
    });
  }
  if (typeof value !== "object" || value === null) return value;
  const object = value as Readonly<Record<string, unknown>>;
  const fields = objectOf(shape, object);
  return Object.fromEntries(
    Object.entries(object).flatMap(([key, one]) => {
      const field = fields.find(({ name }) => name === key);
      if (field === undefined) return [[key, one]];
      const isDefault = field.mayBeLeftOut && isDeepStrictEqual(one, field.otherwise);
      return isDefault ? [] : [[key, withoutDefaults(field.shape, one)]];
    }),
  );
}

/** The fields of the alternative that an object is. */
function objectOf(
  shape: Shape,
  value: Readonly<Record<string, unknown>>,
): (Shape & { kind: "object" })["fields"] {
  if (shape.kind === "object") return shape.fields;
  if (shape.kind !== "either") return [];
  const { by } = shape;
  const isIt = ({ fields }: Shape & { kind: "object" }): boolean =>
    by === null
      ? Object.keys(value).every((key) => fields.some(({ name }) => name === key))
      : fields.some(
          (one) =>
            one.name === by && one.shape.kind === "choice" && one.shape.values.includes(value[by] as string),
        );
  const all = shape.of.flatMap((one) => (one.kind === "either" ? one.of : [one]));
  return (
    all.find((one): one is Shape & { kind: "object" } => one.kind === "object" && isIt(one))?.fields ?? []
  );
}
