// SPDX-License-Identifier: GPL-2.0-only
import { BaseError } from "../base/base-error.ts";
import { ToolError } from "../compile/toolchain/tool-error.ts";
import { MergeError } from "../gate/merge-error.ts";
import { PolicyError } from "../gate/policy/policy-error.ts";
import { refusalOf } from "../gate/refusal-of.ts";
import { EXIT_CODES } from "../judge/verdict/verdict.ts";
import { makeScreen, paragraph, printable } from "../report/screen.ts";
import { ScenarioError } from "../subject/run/scenario-error.ts";
import type { Explanation } from "./explanation.ts";
import { BadInput } from "./inputs/bad-input.ts";
import { Interrupted } from "./inputs/interrupted.ts";
import { MailError } from "./inputs/mail-error.ts";
import { WorkerError } from "./workers/worker-error.ts";

const SCENARIO_HINT = "hunkbox scenarios --steps lists all; --json ID prints one that works";

/** What is read beside a file in an editor. */
const NARROW = makeScreen(80, false);

const POLICY_HINT = "ci/hunkbox.policy.schema.json says what a policy holds";

/** Every error that can end a command. A stack is shown for none: set HUNKBOX_DEBUG to see it. */
export function explainError(error: unknown): Explanation {
  const bad = EXIT_CODES["does-not-apply"];
  const tool = EXIT_CODES["tool-failed"];
  const lines = (text: string, hint: string): string => `hunkbox: ${text}\n  hint: ${hint}`;
  if (error instanceof WorkerError) return error.why;
  const problem = refusalOf(error);
  if (problem !== null) return say(lines(problem.message, problem.hint), bad);
  if (error instanceof ScenarioError) {
    const [what = ""] = error.message.split("\n");
    const wrapped = error.lines.map((line) => `\n${paragraph(NARROW, printable(line), 2, 2)}`).join("");
    return say(lines(`${error.where}: ${what}${wrapped}`, SCENARIO_HINT), bad);
  }
  if (error instanceof PolicyError) {
    const place = error.line > 0 ? `${error.file}:${error.line}` : error.file;
    return say(lines(`${place}: ${error.message}`, POLICY_HINT), bad);
  }
  if (error instanceof MergeError) return say(lines(error.message, error.hint), bad);
  if (error instanceof Interrupted) return say(`hunkbox: ${error.message}`, error.exitCode);
  if (error instanceof BadInput) return say(lines(error.message, error.hint), bad);
  if (error instanceof BaseError || error instanceof ToolError || error instanceof MailError)
    return say(lines(error.message, error.hint), tool);
  const message = error instanceof Error ? error.message : String(error);
  const debug = process.env.HUNKBOX_DEBUG !== undefined && error instanceof Error ? `\n${error.stack}` : "";
  return say(
    `${lines(`failed: ${message}`, "this is a fault of hunkbox; HUNKBOX_DEBUG=1 shows where")}${debug}`,
    tool,
  );
}

const say = (text: string, exitCode: number): Explanation => ({ text: printable(text), exitCode });
