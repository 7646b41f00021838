// SPDX-License-Identifier: GPL-2.0-only
import * as v from "valibot";
import { CONFIGS } from "../machine/config.ts";
import { COST_PAGES } from "../scenario/cost-scenarios.ts";
import type { QueueJudgement } from "./judgement.ts";

/** More parts than a gate can have. */
const MOST_PARTS = 256;

const whole = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_PARTS));

const scenario = v.looseObject({
  id: v.string(),
  class: v.string(),
  findings: v.array(v.looseObject({ class: v.string(), signature: v.string() })),
});

const values = v.nullable(v.pipe(v.array(v.number()), v.length(COST_PAGES.length)));

const cost = v.looseObject({
  entry: v.string(),
  per: v.string(),
  count: v.string(),
  before: values,
  after: values,
});

const config = v.looseObject({
  config: v.picklist(CONFIGS),
  before: v.looseObject({}),
  after: v.looseObject({}),
  scenarios: v.array(scenario),
  unchecked: v.array(v.string()),
  coverage: v.nullable(v.array(v.looseObject({ ran: v.boolean() }))),
  costs: v.nullable(v.array(cost)),
});

const patch = v.looseObject({
  title: v.string(),
  number: v.number(),
  hunks: v.array(v.looseObject({})),
  configs: v.array(config),
  traces: v.array(v.looseObject({ config: v.string(), scenario: v.string() })),
});

/** What parts of a gate are put together by. */
const schema = v.looseObject({
  tool: v.looseObject({ version: v.string(), emscripten: v.string() }),
  input: v.string(),
  command: v.string(),
  portableCommand: v.string(),
  shard: v.looseObject({ index: whole, of: whole }),
  scenarios: v.array(v.string()),
  flavours: v.array(v.string()),
  patches: v.array(patch),
  whole: v.nullable(patch),
});

/** True for what has the shape by which parts are put together; what a finding says in full is not looked at. */
export function isJudgement(value: unknown): value is QueueJudgement {
  return v.is(schema, value);
}
