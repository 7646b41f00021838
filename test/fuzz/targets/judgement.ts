// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from "node:crypto";
import { JUDGEMENT_VERSION } from "../../../harness/gate/judgement.ts";
import { MergeError } from "../../../harness/gate/merge-error.ts";
import { mergeJudgements } from "../../../harness/gate/merge-judgements.ts";
import { parseJudgement } from "../../../harness/gate/parse-judgement.ts";
import type { Target } from "../target.ts";
import { textOf } from "../text-of.ts";

/** Files of `gate --shard`: as they are, and with a line `%%` at the start each line behind it under a header that fits it. */
export const target: Target = {
  name: "judgement",
  tokens: [
    ...['{"kind":"hunkbox-gate-part","version":3,"sha256":"', '"version":3,', '"shard":{"index":1,"of":2},'],
    ...['"patches":[', '"configs":[', '"scenarios":[],', '"traces":[],', '"whole":null,', '"coverage":null,'],
    ...['"findings":[],', '"tool":{"name":"hunkbox","version":"1","emscripten":""},', '"__proto__":{},'],
    ...["null", "true", "1e400", "{", "}", "[", "]", ",", ":", '"', "\n", "%%\n"],
  ],
  isExpected: (error) => error instanceof MergeError,
  run: (input) => {
    const [head, ...bodies] = textOf(input).split("\n");
    if (head !== "%%") return parseJudgement(textOf(input), "part.json");
    const parts = bodies.map((body) => {
      const sha256 = createHash("sha256").update(body).digest("hex");
      const header = JSON.stringify({ kind: "hunkbox-gate-part", version: JUDGEMENT_VERSION, sha256 });
      return parseJudgement(`${header}\n${body}\n`, "part.json");
    });
    return mergeJudgements(parts);
  },
};
