// SPDX-License-Identifier: GPL-2.0-only
import { basename } from "node:path";
import type { GateOptions } from "../options/gate-options.ts";
import { shellLine } from "./shell-line.ts";

/**
 * The command line by which somebody else sees what a gate saw, for a mail: no path of this machine is in it. The patch comes on
 * standard input, a kernel tree is the folder that one is in, and a file of one's own is known by its name.
 *
 * @param patches how many there are: `check` tells of one, `gate` of each
 */
export function portableLine(options: GateOptions, patches: number): string {
  const { tree, git, rev, range, debian, kconfig, config, scenario, reproducer, plain } = options;
  const one = (name: string, value: string | undefined): string[] =>
    value === undefined ? [] : [name, value];
  const own = reproducer.flatMap((name) => ["--reproducer", basename(name)]);
  const isGate = patches > 1 || own.length > 0 || range !== undefined;
  return shellLine([
    ...["hunkbox", isGate ? "gate" : "check"],
    ...(range === undefined ? ["-"] : []),
    ...one("--tree", tree === undefined ? undefined : "."),
    ...one("--git", git === undefined ? undefined : "."),
    ...one("--rev", rev),
    ...one("--range", range),
    ...one("--debian", debian),
    ...one("--kconfig", kconfig === undefined ? undefined : basename(kconfig)),
    ...config.flatMap((name) => ["-c", name]),
    ...scenario.flatMap((name) => ["-s", basename(name)]),
    ...own,
    ...(plain ? ["--plain"] : []),
  ]);
}
