// SPDX-License-Identifier: GPL-2.0-only

/** What kcidb-io 5.3 asks of the objects that hunkbox writes, by its rules for ids, paths, statuses and excerpts. */
const ORIGIN = "^[a-z0-9_]+$";
const id = { type: "string", pattern: "^[a-z0-9_]+:[^\\0]*$" };
const text = { type: "string", pattern: "^[^\\0]*$" };
const status = { enum: ["FAIL", "ERROR", "MISS", "PASS", "DONE", "SKIP"] };
const common = {
  id,
  origin: { type: "string", pattern: ORIGIN },
  comment: text,
  log_excerpt: { ...text, maxLength: 16_384 },
  misc: { type: "object" },
};

const object = (properties: object, required: readonly string[]) => {
  return { type: "object", properties: { ...common, ...properties }, additionalProperties: false, required };
};

const checkout = object(
  {
    message_id: { type: "string", pattern: "^[^@\\s]+@[^@\\s]+$" },
    git_commit_hash: { type: "string", pattern: "^[0-9a-f]{40}$|^[0-9a-f]{64}$" },
    valid: { type: "boolean" },
  },
  ["id", "origin"],
);
const build = object(
  {
    checkout_id: id,
    architecture: { type: "string", pattern: "^[a-z0-9_]*$" },
    compiler: text,
    config_name: text,
    status,
  },
  ["id", "origin", "checkout_id"],
);
const test = object(
  {
    build_id: id,
    path: { type: "string", pattern: "^([a-zA-Z0-9_-]+(\\.[a-zA-Z0-9_-]+)*)?$" },
    status,
  },
  ["id", "origin", "build_id"],
);

export const kcidbSchema = {
  type: "object",
  properties: {
    version: {
      type: "object",
      properties: { major: { const: 5 }, minor: { type: "integer", minimum: 0, maximum: 3 } },
      required: ["major"],
      additionalProperties: false,
    },
    checkouts: { type: "array", items: checkout },
    builds: { type: "array", items: build },
    tests: { type: "array", items: test },
  },
  required: ["version"],
  additionalProperties: false,
};
