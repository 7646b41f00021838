// SPDX-License-Identifier: GPL-2.0-only
import { ApplyError } from "../base/apply/apply-error.ts";
import { BaseError } from "../base/base-error.ts";
import { PatchError } from "../patch/patch-error.ts";
import type { Refusal } from "./gate-report.ts";

const APPLIED_HINT = "check with --reverse, or give the patch that comes next";
const MISFIT_HINT = "hunkbox base FILE prints the text that it has to apply to";

/** @returns what is wrong with a patch, in words; null for an error that is not the patch's */
export function refusalOf(error: unknown): Refusal | null {
  if (error instanceof PatchError) {
    const place = error.line > 0 ? `${error.file}:${error.line}` : error.file;
    return { message: `${place}: ${error.message}`, hint: error.hint };
  }
  if (error instanceof ApplyError) {
    const hint = error.failure.alreadyApplied ? APPLIED_HINT : (error.failure.hint ?? MISFIT_HINT);
    return { message: `${error.what} does not apply: ${error.message}`, hint };
  }
  if (error instanceof BaseError && error.fault === "input")
    return { message: error.message, hint: error.hint };
  return null;
}
