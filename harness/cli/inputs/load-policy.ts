// SPDX-License-Identifier: GPL-2.0-only
import { existsSync, readFileSync } from "node:fs";
import { parsePolicy } from "../../gate/policy/parse-policy.ts";
import { NO_POLICY, type Policy } from "../../gate/policy/policy.ts";
import type { ReportOptions } from "../options/gate-options.ts";
import { BadInput } from "./bad-input.ts";

/** Where a policy is looked for, and where `--accept` makes one. */
export const POLICY_FILE = "hunkbox.policy.yaml";

/**
 * Reads the policy that the command line asks for, or the one in the current folder.
 *
 * @throws PolicyError if it cannot be taken
 */
export function loadPolicy({ policy, accept }: Pick<ReportOptions, "policy" | "accept">): Policy {
  if (policy === false) {
    if (accept) throw new BadInput("--accept and --no-policy exclude each other", "leave one of them out");
    return NO_POLICY;
  }
  const path = policy ?? POLICY_FILE;
  // --accept makes the file that it is given
  if (!existsSync(path) && (policy === undefined || accept)) return NO_POLICY;
  return parsePolicy(readPolicy(path), path);
}

/** @returns the text of a policy file */
export function readPolicy(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new BadInput(`cannot read the policy ${path}: ${why}`, "check the path given with --policy");
  }
}
