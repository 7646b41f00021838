// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { toJsonSchema } from "@valibot/to-json-schema";
import { describe, expect, it } from "vitest";
import { projectRoot } from "../../harness/base/project-root.ts";
import { writeJudgement } from "../../harness/gate/parse-judgement.ts";
import { checkSchema } from "../../harness/report/schemas/check-schema.ts";
import { gateSchema } from "../../harness/report/schemas/gate-schema.ts";
import { partSchema } from "../../harness/report/schemas/part-schema.ts";
import {
  greenReport,
  hostileReport,
  lackingReport,
  manyReport,
  redReport,
  seriesReport,
  twiceReport,
  untoldReport,
} from "../support/gate-sample.ts";
import { configOf, findingOf, patchOf, queueOf, scenarioOf } from "../support/judgement.ts";
import { renderFormat } from "../support/render-format.ts";
import { schemaErrors } from "../support/schema-errors.ts";

describe.each([
  ["gate", gateSchema, "what hunkbox gate -f json writes"],
  ["part", partSchema, "each of the two lines that hunkbox gate --out writes"],
  ["check", checkSchema, "what hunkbox check --json writes"],
] as const)("the schema of a %s", (name, schema, title) => {
  it("is published as the tool has it", () => {
    const path = join(projectRoot(), "ci", `hunkbox.${name}.schema.json`);
    const text = `${JSON.stringify({ title, ...toJsonSchema(schema, { errorMode: "ignore" }) }, null, 2)}\n`;
    if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(path, text);
    expect(readFileSync(path, "utf8")).toBe(text);
  });
});

it("a gate's report fits its schema, which knows all of its keys", () => {
  for (const report of [
    ...[redReport(), greenReport(), seriesReport(), lackingReport(), manyReport(), untoldReport()],
    ...[twiceReport(), hostileReport("a\ud800|")],
  ])
    expect(schemaErrors("gate", JSON.parse(renderFormat("json", report)))).toEqual([]);
});

it("both lines of a part fit its schema", () => {
  const patch = patchOf([configOf([scenarioOf("cup", findingOf("regressed"))])]);
  for (const line of writeJudgement(queueOf([patch, patch]))
    .trim()
    .split("\n"))
    expect(schemaErrors("part", JSON.parse(line))).toEqual([]);
});

it("a key that has another kind of value, or is not there, does not fit", () => {
  const report = JSON.parse(renderFormat("json", redReport())) as Record<string, unknown>;
  expect(schemaErrors("gate", { ...report, exitCode: "1" })).not.toEqual([]);
  expect(schemaErrors("gate", { ...report, verdict: "good" })).not.toEqual([]);
  const { line: _, ...short } = report;
  expect(schemaErrors("gate", short)).not.toEqual([]);
  // here all keys have to be known; for others, more may come
  expect(schemaErrors("gate", { ...report, more: 1 })).not.toEqual([]);
});
