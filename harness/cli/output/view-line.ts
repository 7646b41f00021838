// SPDX-License-Identifier: GPL-2.0-only
import type { BaseOptions } from "../options/base-options.ts";
import { shellLine } from "./shell-line.ts";

/** What of a view's options has a say in what is judged. */
interface Asked extends BaseOptions {
  readonly config: readonly string[];
  readonly scenario: readonly string[];
  readonly reverse: boolean;
  readonly plain: boolean;
}

/** The command line that makes the same page again, for a shell. */
export function viewLine(inputs: readonly string[], options: Asked): string {
  const { tree, git, rev, debian, kconfig, config, scenario, reverse, plain } = options;
  const one = (name: string, value: string | undefined): string[] =>
    value === undefined ? [] : [name, value];
  return shellLine([
    ...["hunkbox", "view", ...inputs],
    ...[...one("--tree", tree), ...one("--git", git), ...one("--rev", rev)],
    ...[...one("--debian", debian), ...one("--kconfig", kconfig)],
    ...config.flatMap((name) => ["-c", name]),
    ...scenario.flatMap((name) => ["-s", name]),
    ...(reverse ? ["-R"] : []),
    ...(plain ? ["--plain"] : []),
  ]);
}
