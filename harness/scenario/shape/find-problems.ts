// SPDX-License-Identifier: GPL-2.0-only

import * as v from "valibot";
import { many } from "../../base/many.ts";
import { nearestNames } from "../../base/nearest-names.ts";
import type { Problem } from "../problem.ts";
import { quoted, quotedValue } from "../quoted.ts";
import { allowedText } from "./allowed-text.ts";
import { listed } from "./listed.ts";
import type { Field, Shape } from "./shape.ts";

type Path = Problem["path"];

/** All that is wrong with a value, as far as its shape says. */
export function findProblems(shape: Shape, value: unknown, path: Path = []): Problem[] {
  switch (shape.kind) {
    case "object":
      return isObject(value) ? ofObject(shape.fields, value, path) : [wrong(shape, value, path)];
    case "list": {
      if (!Array.isArray(value)) return [wrong(shape, value, path)];
      // of a list that is too long, the rest says nothing new
      const inner = value.slice(0, shape.most).flatMap((one, i) => findProblems(shape.of, one, [...path, i]));
      if (value.length >= shape.least && value.length <= shape.most) return inner;
      const text = `${subject(path)} has ${many(value.length, "entry")}: it may have ${shape.least} to ${shape.most}`;
      return [{ path, text }, ...inner];
    }
    case "tuple":
      if (!Array.isArray(value) || value.length !== shape.of.length) return [wrong(shape, value, path)];
      return shape.of.flatMap((one, i) => findProblems(one, value[i], [...path, i]));
    case "either":
      return ofEither(shape, value, path);
    default:
      return v.is(shape.schema, value) ? [] : [wrong(shape, value, path)];
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function ofObject(fields: readonly Field[], value: Readonly<Record<string, unknown>>, path: Path): Problem[] {
  const problems: Problem[] = [];
  const names = fields.map(({ name }) => name);
  const missing = new Set(
    fields.filter((one) => !one.mayBeLeftOut && !Object.hasOwn(value, one.name)).map(({ name }) => name),
  );
  const free = names.filter((name) => !Object.hasOwn(value, name));
  for (const key of Object.keys(value)) {
    const field = fields.find(({ name }) => name === key);
    if (field !== undefined) {
      problems.push(...findProblems(field.shape, value[key], [...path, key]));
      continue;
    }
    const near = nearestNames(key, free)[0] ?? null;
    // what was mistyped is not missing as well
    if (near !== null) missing.delete(near);
    const known = near === null ? `: there ${namesText(names)}` : `: did you mean ${quoted(near)}?`;
    problems.push({ path: [...path, key], isOfKey: true, text: `no field is called ${quoted(key)}${known}` });
  }
  for (const name of missing) {
    const { shape } = fields.find((one) => one.name === name)!;
    const words = [shape.words, allowedText(shape)].filter((one) => one !== null).join(": ");
    problems.push({ path, text: `${quoted(name)} is missing (${words})` });
  }
  return problems;
}

const namesText = (names: readonly string[]): string =>
  `${names.length === 1 ? "is" : "are"} ${listed(names.map(quoted), "and")}`;

function ofEither(shape: Shape & { readonly kind: "either" }, value: unknown, path: Path): Problem[] {
  if (shape.by !== null) return isObject(value) ? ofVariant(shape, value, path) : [wrong(shape, value, path)];
  if (shape.of.some((one) => findProblems(one, value).length === 0)) return [];
  if (!isObject(value)) return [wrong(shape, value, path)];
  // what is meant is what has most of the fields
  const keys = Object.keys(value);
  const best = objectsOf(shape)
    .map((one) => ({ one, score: keys.filter((key) => one.fields.some(({ name }) => name === key)).length }))
    .sort((a, b) => b.score - a.score);
  const [first, second] = best;
  if (first === undefined || first.score === 0 || first.score === second?.score)
    return [wrong(shape, value, path)];
  return findProblems(first.one, value, path);
}

type ObjectShape = Shape & { readonly kind: "object" };

/** The objects among the alternatives, those of alternatives among them too. */
const objectsOf = (shape: Shape): readonly ObjectShape[] =>
  shape.kind === "object" ? [shape] : shape.kind === "either" ? shape.of.flatMap(objectsOf) : [];

function ofVariant(
  shape: Shape & { readonly kind: "either" },
  value: Readonly<Record<string, unknown>>,
  path: Path,
): Problem[] {
  const by = shape.by!;
  const verbs = new Map(objectsOf(shape).map((one) => [verbOf(one, by), one]));
  if (!Object.hasOwn(value, by)) {
    const near = nearestNames(by, Object.keys(value))[0] ?? null;
    return near === null
      ? [{ path, text: `${quoted(by)} is missing, which says what is done` }]
      : [
          {
            path: [...path, near],
            isOfKey: true,
            text: `no field is called ${quoted(near)}: did you mean ${quoted(by)}?`,
          },
        ];
  }
  const verb = value[by];
  if (typeof verb !== "string")
    return [
      { path: [...path, by], text: `${quoted(by)} is ${quotedValue(verb)}: it has to be a step's name` },
    ];
  const known = verbs.get(verb);
  if (known !== undefined) return findProblems(known, value, path);
  const near = nearestNames(verb, [...verbs.keys()])[0] ?? null;
  const hint = near === null ? "" : `: did you mean ${quoted(near)}?`;
  return [{ path: [...path, by], text: `no step is called ${quoted(verb)}${hint}` }];
}

function verbOf(shape: ObjectShape, by: string): string {
  const field = shape.fields.find(({ name }) => name === by)!;
  return field.shape.kind === "choice" ? String(field.shape.values[0]) : "";
}

/** A value that cannot be what it stands for. */
function wrong(shape: Shape, value: unknown, path: Path): Problem {
  const near =
    shape.kind === "choice" && typeof value === "string"
      ? (nearestNames(value, shape.values.map(String))[0] ?? null)
      : null;
  const allowed = demandText(shape, value);
  const hint =
    near === null
      ? allowed
      : `did you mean ${JSON.stringify(near)}? It has to be ${allowed.replace(/^it has to be /, "")}`;
  return { path, text: `${subject(path)} is ${quotedValue(value)}: ${hint}` };
}

function demandText(shape: Shape, value: unknown): string {
  const text = allowedText(shape, true);
  if (shape.kind === "number") return `it has to be a whole number, ${text}`;
  if (shape.kind === "text" && typeof value !== "string")
    return `it has to be a text in double quotes: ${text}`;
  if (shape.kind === "object" && shape.fields.length > 5) return "it has to be an object, { … }";
  if (shape.kind === "either" && shape.by !== null) return 'it has to be an object, as { "do": "open", … }';
  return `it has to be ${text}`;
}

/** The field that is meant, below the step if there is one; entries are counted from 1, as people do. */
function subject(path: Path): string {
  const inner = path[0] === "steps" && path.length > 1 ? path.slice(2) : path;
  if (inner.length === 0) return path.length === 0 ? "the file" : "the step";
  const text = inner.map((key) => (typeof key === "number" ? `[${key + 1}]` : `.${key}`)).join("");
  return quoted(text.replace(/^\./, ""));
}
