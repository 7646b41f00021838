// SPDX-License-Identifier: GPL-2.0-only
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { toJsonSchema } from "@valibot/to-json-schema";
import { Ajv } from "ajv";
import { describe, expect, it, test } from "vitest";
import { projectRoot } from "../../harness/base/project-root.ts";
import { parseScenario } from "../../harness/scenario/parse-scenario.ts";
import { scenarioSchema } from "../../harness/scenario/scenario-schema.ts";
import { SUBJECTS } from "../../harness/subject/subjects.ts";

const SUBJECT = join(projectRoot(), "harness", "subject");
const path = join(SUBJECT, "hunkbox.scenario.schema.json");

/** What a schema cannot say is said by the tool alone: which names earlier steps gave, and which ids are taken. */
const schema = {
  ...toJsonSchema(scenarioSchema, { errorMode: "ignore", typeMode: "input" }),
  title: "hunkbox scenario",
};

it("is published as the steps are defined", () => {
  const text = `${JSON.stringify(schema, null, 2)}\n`;
  if (process.env.UPDATE_GOLDEN === "1") writeFileSync(path, text);
  expect(readFileSync(path, "utf8")).toBe(text);
});

const validate = new Ajv({ strict: false }).compile(schema as object);

it("says of each step and each field what it means", () => {
  type Part = { description?: string; properties?: Record<string, Part>; anyOf?: Part[]; oneOf?: Part[] };
  const { items } = (schema as unknown as { properties: { steps: { items: Part } } }).properties.steps;
  const steps = items.anyOf ?? items.oneOf ?? [];
  expect(steps.length).toBeGreaterThan(40);
  for (const step of steps) {
    expect(step.description).toBeTruthy();
    for (const [name, field] of Object.entries(step.properties!))
      if (!["do", "grants", "ops", "segments", "entries", "frames", "buffers"].includes(name))
        expect(field.description, `${JSON.stringify(step.properties!.do)} ${name}`).toBeTruthy();
  }
});

describe("the catalogue", () => {
  const files = SUBJECTS.flatMap(({ name }) => {
    const dir = join(SUBJECT, name, "catalogue");
    return readdirSync(dir).map((file) => join(dir, file));
  });

  it("is as the schema says, file for file", () => {
    expect(files.length).toBeGreaterThan(200);
    for (const file of files)
      expect(
        validate(JSON.parse(readFileSync(file, "utf8"))),
        `${file}: ${JSON.stringify(validate.errors)}`,
      ).toBe(true);
  });
});

const scenario = (steps: readonly unknown[], more: object = {}): object => ({
  ...{ id: "a", title: "t", story: "s", level: "user", steps: [{ do: "open", file: "f" }, ...steps] },
  ...more,
});

test.each<[string, object, boolean]>([
  ["a step with defaults", scenario([]), true],
  ["a schema of its own", scenario([], { $schema: "./x.json" }), true],
  ["a machine", scenario([], { machine: { balloon: "lowmem", hvm: true } }), true],
  ["no steps", scenario([], { steps: [] }), false],
  ["an unknown key", scenario([], { note: 1 }), false],
  ["an unknown level", scenario([], { level: "root" }), false],
  ["an id with a slash", scenario([], { id: "../a" }), false],
  ["an id that is too long", scenario([], { id: "a".repeat(65) }), false],
  ["an empty title", scenario([], { title: "" }), false],
  ["an unknown machine", scenario([], { machine: { cpus: 2 } }), false],
  ["too many ballooned pages", scenario([], { machine: { balloonedPages: 185 } }), false],
  ["an unknown step", scenario([{ do: "reboot" }]), false],
  ["a step without a verb", scenario([{ file: "f" }]), false],
  ["a field too many", scenario([{ do: "close", file: "f", now: true }]), false],
  ["a field too few", scenario([{ do: "close" }]), false],
  ["a field of another type", scenario([{ do: "close", file: 1 }]), false],
  ["a name with a space", scenario([{ do: "close", file: "a b" }]), false],
  ["a page", scenario([{ do: "kmap", page: { api: 0 } }]), true],
  ["a page of two kinds", scenario([{ do: "kmap", page: { api: 0, map: "m", page: 0 } }]), false],
  ["half a number", scenario([{ do: "kmap", page: { api: 0.5 } }]), false],
  ["a number that is too large", scenario([{ do: "kmap", page: { api: 1024 } }]), false],
  ["a fault that never strikes", scenario([{ do: "fail", point: "kmalloc", nth: 0 }]), false],
  ["an error that is none", scenario([{ do: "fail-hypercall", call: "dm_op", nth: 1, ret: 0 }]), false],
  ["a grant of three", scenario([{ do: "map-grant-ref", file: "f", map: "m", grants: [[1, 8, 9]] }]), false],
  ["no grants", scenario([{ do: "map-grant-ref", file: "f", map: "m", grants: [] }]), false],
])("tells as the tool does whether this is a scenario: %s", (_, json, good) => {
  expect(validate(json), JSON.stringify(validate.errors)).toBe(good);
  const read = (): unknown => parseScenario(JSON.stringify(json), "a.json");
  if (good) expect(read).not.toThrow();
  else expect(read).toThrow();
});
