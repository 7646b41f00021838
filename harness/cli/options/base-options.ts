// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from "commander";

/** Which base a patch is applied to, as the command line has it; the miniature if nothing is said. */
export interface BaseOptions {
  readonly tree?: string;
  readonly git?: string;
  readonly rev?: string;
  readonly range?: string;
  readonly force?: boolean;
  readonly debian?: string;
  readonly kconfig?: string;
}

/** Gives a command the options that choose a base. */
export function addBaseOptions(command: Command, range: boolean): Command {
  command
    .option(
      "--tree <folder>",
      "a kernel tree to apply the patch to (default: the miniature, a small one that comes with the tool)",
    )
    .option("--git <folder>", "a clone to read it from; its checkout is not touched")
    .option("--rev <commit>", "with --git: the commit (default: the one that the patch was made for)")
    .option("--debian <package>", "fetch it: linux-source-6.1, as apt-get knows it; nothing is installed")
    .option("--kconfig <file>", "the tree's .config (default: one is made up for each configuration)");
  if (!range) return command;
  return command
    .option("--range <A..B>", "with --git, in place of a patch: each commit on its own parent")
    .option("--force", "take a range of more than 500 commits");
}
