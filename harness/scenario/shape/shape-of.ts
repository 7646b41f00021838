// SPDX-License-Identifier: GPL-2.0-only
import type * as v from "valibot";
import type { Field, Kind, Shape } from "./shape.ts";

/** What valibot keeps of a schema or of an action of a pipe, as far as it is read here. */
interface Part {
  readonly kind: string;
  readonly type: string;
  readonly pipe?: readonly Part[];
  readonly entries?: Readonly<Record<string, v.GenericSchema>>;
  readonly options?: readonly unknown[];
  readonly items?: readonly v.GenericSchema[];
  readonly item?: v.GenericSchema;
  readonly key?: string;
  readonly literal?: string | number;
  readonly wrapped?: v.GenericSchema;
  readonly default?: unknown;
  readonly requirement?: unknown;
  readonly message?: unknown;
  readonly title?: string;
  readonly description?: string;
}

const known = new WeakMap<v.GenericSchema, Shape>();

/**
 * @param schema of what a scenario file holds, or of a part of it
 * @throws Error if it is of a kind that no definition had so far
 */
export function shapeOf(schema: v.GenericSchema): Shape {
  const read = known.get(schema) ?? readShape(schema);
  known.set(schema, read);
  return read;
}

function readShape(schema: v.GenericSchema): Shape {
  const parts = flat(schema as unknown as Part);
  const at = parts.findLastIndex(({ type }) => type === "title");
  const said = parts.findLast(({ type }) => type === "description")?.description ?? null;
  // a title and its words stand next to each other; words further out are of the place where it is used
  const titleWords = at === -1 ? null : (parts[at + 1]?.description ?? null);
  return {
    ...kindOf(parts),
    title: parts[at]?.title ?? null,
    titleWords,
    words: said === titleWords ? null : said,
    schema,
  };
}

/** A schema and the actions after it, innermost first. */
const flat = (part: Part): readonly Part[] =>
  part.pipe === undefined
    ? [part]
    : part.pipe.flatMap((one) => (one === part.pipe![0] && one.pipe !== undefined ? flat(one) : [one]));

function kindOf(parts: readonly Part[]): Kind {
  const [first] = parts as readonly [Part, ...Part[]];
  const limit = (type: string, otherwise: number): number => {
    const found = parts.find((one) => one.type === type)?.requirement;
    return typeof found === "number" ? found : otherwise;
  };
  switch (first.type) {
    case "number":
      return { kind: "number", least: limit("min_value", 0), most: limit("max_value", 0xffff_ffff) };
    case "string":
      return { kind: "text", rule: ruleOf(parts, limit) };
    case "boolean":
      return { kind: "flag" };
    case "picklist":
      return { kind: "choice", values: first.options as (string | number)[] };
    case "literal":
      return { kind: "choice", values: [first.literal!] };
    case "array": {
      const of = shapeOf(first.item!);
      return { kind: "list", least: limit("min_length", 0), most: limit("max_length", Infinity), of };
    }
    case "strict_tuple":
      return { kind: "tuple", of: first.items!.map(shapeOf) };
    case "strict_object":
      return { kind: "object", fields: Object.entries(first.entries!).map(fieldOf) };
    case "union":
    case "variant":
      return { kind: "either", of: (first.options as v.GenericSchema[]).map(shapeOf), by: first.key ?? null };
    default:
      throw new Error(`nobody explains a value of the kind ${first.type}`);
  }
}

function ruleOf(parts: readonly Part[], limit: (type: string, otherwise: number) => number): string | null {
  const said = parts.find(({ type }) => type === "regex")?.message;
  if (typeof said === "string") return said;
  const least = limit("min_length", 0);
  const most = limit("max_length", 0);
  if (most > 0) return `${least} to ${most} characters`;
  return least > 0 ? "not empty" : null;
}

function fieldOf([name, schema]: readonly [string, v.GenericSchema]): Field {
  const part = schema as unknown as Part;
  if (part.type !== "optional")
    return { name, shape: shapeOf(schema), mayBeLeftOut: false, otherwise: undefined };
  return { name, shape: shapeOf(part.wrapped!), mayBeLeftOut: true, otherwise: part.default };
}
