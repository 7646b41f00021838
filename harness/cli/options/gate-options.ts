// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from "commander";
import { FORMATS } from "../../report/formats/index.ts";
import type { BaseOptions } from "./base-options.ts";

/** What a gate is weighed by, and how its report is written: options of `gate` and of `merge`. */
export interface ReportOptions {
  /** A path; false for none, undefined for the usual place. */
  readonly policy?: string | false;
  readonly accept: boolean;
  readonly format: readonly string[];
  readonly today?: string;
  readonly color: boolean;
}

/** Options of `hunkbox gate`. */
export interface GateOptions extends BaseOptions, ReportOptions {
  readonly config: readonly string[];
  readonly scenario: readonly string[];
  readonly reproducer: readonly string[];
  readonly shard?: string;
  readonly out?: string;
  /** Processes that judge at once, as it was typed. */
  readonly workers?: string;
  readonly plain: boolean;
}

const collect = (value: string, all: string[]): string[] => [...all, value];

/** Gives a command the options that say how a gate is weighed and told. */
export function addReportOptions(command: Command): Command {
  const names = FORMATS.map(({ name }) => name).join(", ");
  return command
    .option("--policy <file>", "what was agreed to (default: hunkbox.policy.yaml, if it is there)")
    .option("--no-policy", "take no policy, not even hunkbox.policy.yaml")
    .option(
      "--accept",
      "write an entry into the policy for all that fails or is fixed, to be reviewed",
      false,
    )
    .option("-f, --format <name[=file]>", `${names}; may be given again`, collect, [])
    .option("--today <day>", "weigh as on that day, as 2027-01-31: entries of a policy expire")
    .option("--no-color", "no colours (NO_COLOR and FORCE_COLOR are honoured too)");
}

/** `  junit           JUnit XML: Jenkins, GitLab and most others`, a line for each format. */
export function formatHelp(): string {
  const width = Math.max(...FORMATS.map(({ name }) => name.length));
  return FORMATS.map(({ name, what }) => `  ${name.padEnd(width)}  ${what}`).join("\n");
}
