// SPDX-License-Identifier: GPL-2.0-only
import type { GateOptions } from "../options/gate-options.ts";
import { shellLine } from "./shell-line.ts";

/** The command line that does a gate again, for a shell: what it judges, and nothing of how it is written or split. */
export function gateLine(inputs: readonly string[], options: GateOptions): string {
  const { tree, git, rev, range, debian, kconfig, config, scenario, reproducer, policy, plain } = options;
  const one = (name: string, value: string | false | undefined): string[] =>
    value === undefined || value === false ? [] : [name, value];
  const line = [
    "hunkbox",
    "gate",
    ...inputs,
    ...one("--tree", tree),
    ...one("--git", git),
    ...one("--rev", rev),
    ...one("--range", range),
    ...one("--debian", debian),
    ...one("--kconfig", kconfig),
    ...config.flatMap((name) => ["-c", name]),
    ...scenario.flatMap((name) => ["-s", name]),
    ...reproducer.flatMap((name) => ["--reproducer", name]),
    ...one("--policy", policy),
    ...(policy === false ? ["--no-policy"] : []),
    ...(plain ? ["--plain"] : []),
  ];
  return shellLine(line);
}
