// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { toJsonSchema } from "@valibot/to-json-schema";
import { Ajv } from "ajv";
import { expect, it, test } from "vitest";
import { parse } from "yaml";
import { projectRoot } from "../../../harness/base/project-root.ts";
import { parsePolicy } from "../../../harness/gate/policy/parse-policy.ts";
import { policySchema } from "../../../harness/gate/policy/policy-schema.ts";

const path = join(projectRoot(), "ci", "hunkbox.policy.schema.json");

/** What a schema cannot say is said by the tool alone: which days there are, and that a reason is written. */
const schema = {
  title: "hunkbox.policy.yaml",
  ...toJsonSchema(policySchema, { errorMode: "ignore", typeMode: "input" }),
};

it("is published as the tool has it", () => {
  const text = `${JSON.stringify(schema, null, 2)}\n`;
  if (process.env.UPDATE_GOLDEN === "1") writeFileSync(path, text);
  expect(readFileSync(path, "utf8")).toBe(text);
});

const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema as object);

const ENTRY = "{signature: a, reason: b, expires: 2027-01-01}";

test.each([
  ["version: 1", true],
  [`version: 1\naccept: [${ENTRY}]\nexpect: [${ENTRY}]`, true],
  ["version: 1\nconfigs: [x86_64]\nscenarios: [a.json]\nbounds: {steps: 3, not-comparable: 1}", true],
  ["version: 1\ncoverage: {changed-lines: 80}", true],
  ["version: 2", false],
  ["version: 1\nother: 1", false],
  ["version: 1\nconfigs: [arm64]", false],
  ["version: 1\naccept: [{signature: a}]", false],
  ["version: 1\nbounds: {steps: -1}", false],
  ["version: 1\ncoverage: {changed-lines: 101}", false],
])("tells as the tool does whether this is a policy: %s", (text, good) => {
  expect(validate(parse(text)), JSON.stringify(validate.errors)).toBe(good);
  const read = (): unknown => parsePolicy(text, "p.yaml");
  if (good) expect(read).not.toThrow();
  else expect(read).toThrow();
});
