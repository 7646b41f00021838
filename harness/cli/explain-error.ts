// SPDX-License-Identifier: GPL-2.0-only
import { ApplyError } from "../base/apply-error.ts";
import { BaseError } from "../base/base-error.ts";
import { ToolError } from "../build/tool-error.ts";
import { EXIT_CODES } from "../judge/verdict.ts";
import { PatchError } from "../patch/patch-error.ts";
import { printable } from "../report/screen.ts";
import { ScenarioError } from "../scenario/scenario-error.ts";
import { BadInput } from "./bad-input.ts";

/** An error as it is told: what happened, where, what to do; and the exit code for it. */
export interface Explanation {
  readonly text: string;
  readonly exitCode: number;
}

/** Every error that can end a command. A stack is shown for none: set HUNKBOX_DEBUG to see it. */
export function explainError(error: unknown): Explanation {
  const bad = EXIT_CODES["does-not-apply"];
  const tool = EXIT_CODES["tool-failed"];
  const lines = (text: string, hint: string): string => `hunkbox: ${text}\n  hint: ${hint}`;
  if (error instanceof PatchError) return say(`hunkbox: ${error.describe()}`, bad);
  if (error instanceof ApplyError) {
    const hint = error.failure.alreadyApplied
      ? "check with --reverse, or give the patch that comes next"
      : (error.failure.hint ?? "hunkbox base FILE prints the text that it has to apply to");
    return say(lines(`the patch does not apply: ${error.message}`, hint), bad);
  }
  if (error instanceof ScenarioError) {
    return say(lines(`${error.where}: ${error.message}`, "hunkbox scenarios ID shows a working one"), bad);
  }
  if (error instanceof BadInput) return say(lines(error.message, error.hint), bad);
  if (error instanceof BaseError) {
    return say(lines(error.message, error.hint), error.fault === "input" ? bad : tool);
  }
  if (error instanceof ToolError) return say(lines(error.message, error.hint), tool);
  const message = error instanceof Error ? error.message : String(error);
  const debug = process.env.HUNKBOX_DEBUG !== undefined && error instanceof Error ? `\n${error.stack}` : "";
  return say(
    `${lines(`failed: ${message}`, "this is a fault of hunkbox; HUNKBOX_DEBUG=1 shows where")}${debug}`,
    tool,
  );
}

const say = (text: string, exitCode: number): Explanation => ({ text: printable(text), exitCode });
