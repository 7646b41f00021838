// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import { projectRoot } from "../../harness/base/project-root.ts";

const known = new Map<string, ValidateFunction>();

/**
 * Holds a value against one of the published schemas. Readers have to take keys that they do not know; here each has to be known,
 * so that none is written that the schema does not tell of.
 */
export function schemaErrors(name: "gate" | "part" | "check", value: unknown): string[] {
  const path = join(projectRoot(), "ci", `hunkbox.${name}.schema.json`);
  const validate =
    known.get(name) ??
    new Ajv({ strict: false }).compile(closed(JSON.parse(readFileSync(path, "utf8"))) as object);
  known.set(name, validate);
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message, params }) => {
    return `${instancePath}: ${message} ${JSON.stringify(params)}`;
  });
}

/** A schema whose objects have no keys but those that it lists. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== "object" || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, one]) => [key, closed(one)]));
  return "properties" in schema ? { ...inner, additionalProperties: false } : inner;
}
