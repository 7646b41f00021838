// SPDX-License-Identifier: GPL-2.0-only
import { spawnSync } from "node:child_process";

/** How programs that read a patch's text are kept from the rest of the machine, beside limits of time and memory. */
export interface Confinement {
  /** In words; what it comes to. */
  readonly text: string;
  /**
   * @param writes the one folder that it may write to, and where it is; none, and nowhere in particular, if undefined
   * @returns the command that runs another one confined
   */
  readonly wrap: (command: readonly string[], writes?: string) => readonly string[];
}

const NONE: Confinement = {
  text: "not confined by the operating system: bubblewrap (bwrap) is not there, or may not be used",
  wrap: (command) => command,
};

/** The whole machine, to be read; processes and sockets of its own, and no network. */
const BUBBLEWRAP = [
  ...["bwrap", "--unshare-all", "--die-with-parent", "--new-session"],
  ...["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"],
];

let known: Confinement | null = null;

/** What this machine has: looked up once, by running something that does nothing. */
export function confinement(): Confinement {
  known ??= hasBubblewrap() ? bubblewrap : NONE;
  return known;
}

const bubblewrap: Confinement = {
  text: "confined by bubblewrap: they can write to one folder of the cache, see no network and no other process",
  wrap: (command, writes) => [
    ...BUBBLEWRAP,
    ...(writes === undefined ? [] : ["--bind", writes, writes, "--chdir", writes]),
    "--",
    ...command,
  ],
};

function hasBubblewrap(): boolean {
  const [program, ...args] = [...BUBBLEWRAP, "--", "true"];
  const { status } = spawnSync(program!, args, { stdio: "ignore", timeout: 10_000 });
  return status === 0;
}
