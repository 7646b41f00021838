// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from "node:fs";
import { mergeJudgements } from "../../gate/merge-judgements.ts";
import { parseJudgement } from "../../gate/parse-judgement.ts";
import { BadInput } from "../inputs/bad-input.ts";
import { loadPolicy } from "../inputs/load-policy.ts";
import { chooseFormats } from "../options/choose-formats.ts";
import type { ReportOptions } from "../options/gate-options.ts";
import { finishGate } from "./finish-gate.ts";

/**
 * Puts the parts of a gate together, and ends as one gate would have.
 *
 * @returns the exit code of the verdict
 */
export function mergeCommand(paths: readonly string[], options: ReportOptions): number {
  const formats = chooseFormats(options.format);
  const policy = loadPolicy(options);
  const parts = paths.map((path) => parseJudgement(readPart(path), path));
  const judgement = mergeJudgements(parts);
  if (parts.some(({ hasPolicy }) => hasPolicy) && policy.path === null && options.policy !== false) {
    const hint = "run merge where it is, or give it with --policy; --no-policy leaves it out";
    throw new BadInput("the parts were made with a policy, and there is none here", hint);
  }
  return finishGate(judgement, policy, formats, options);
}

function readPart(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new BadInput(
      `cannot read ${path}: ${why}`,
      "give the files that hunkbox gate --shard i/n --out FILE wrote",
    );
  }
}
