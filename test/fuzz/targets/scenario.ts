// SPDX-License-Identifier: GPL-2.0-only
import { findScenario } from "../../../harness/scenario/find-scenario.ts";
import { parseScenario } from "../../../harness/scenario/parse-scenario.ts";
import { ScenarioError } from "../../../harness/subject/run/scenario-error.ts";
import type { Target } from "../target.ts";
import { textOf } from "../text-of.ts";

const VERBS = (
  "open close mmap munmap exit user-read user-write fail map-grant-ref unmap-grant-ref privcmd-restrict " +
  "map-foreign fork grant revoke"
).split(" ");

/** A scenario's JSON file, and after a line `%%` the id of one that a sweep derives from it. */
export const target: Target = {
  name: "scenario",
  tokens: [
    ...VERBS.map((verb) => `{"do":"${verb}"},`),
    ...['"id":"x",', '"title":"x",', '"story":"x",', '"level":"user",', '"sweep":true,', '"needs":"x",'],
    ...['"machine":{"balloon":"lowmem"},', '"configs":["x86_64"],', '"steps":[', '"file":"f",', '"map":"m",'],
    ...['"device":"gntdev",', '"count":1,', '"__proto__":{},', '"constructor":1,', "null", "true", "1e400"],
    ...["{", "}", "[", "]", ",", ":", '"', "\\u0000", "\n%%\n", "x+open-1+kmalloc-1", "+", "-1"],
  ],
  isExpected: (error) => error instanceof ScenarioError,
  run: (input) => {
    const [text = "", id = ""] = textOf(input).split("\n%%\n");
    const scenario = parseScenario(text, "scenario.json");
    return [scenario, findScenario(id, [scenario])];
  },
};
