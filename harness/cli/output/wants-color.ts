// SPDX-License-Identifier: GPL-2.0-only

/** What decides about colours. */
export interface ColorWishes {
  /** False for --no-color. */
  readonly color: boolean;
  readonly isTerminal: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Whether to write colours: on a terminal that can show them. `NO_COLOR` (https://no-color.org) and --no-color say never;
 * `FORCE_COLOR` (https://force-color.org) says into a pipe or a log too.
 */
export function wantsColor({ color, isTerminal, env }: ColorWishes): boolean {
  const { NO_COLOR: never = "", FORCE_COLOR: always = "", TERM: terminal } = env;
  if (!color || never !== "") return false;
  if (always !== "") return always !== "0";
  return isTerminal && terminal !== "dumb";
}
