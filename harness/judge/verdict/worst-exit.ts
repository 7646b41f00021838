// SPDX-License-Identifier: GPL-2.0-only
import { EXIT_CODES } from "./verdict.ts";

/** The worst first: what leaves most unjudged, then what regressed, then what could not be compared. */
const ORDER = ["tool-failed", "does-not-apply", "does-not-build", "fail", "not-comparable", "pass"] as const;

/** @returns the exit code that stands for several */
export function worstExit(codes: readonly number[]): number {
  return ORDER.map((name) => EXIT_CODES[name]).find((code) => codes.includes(code)) ?? EXIT_CODES.pass;
}
