// SPDX-License-Identifier: GPL-2.0-only
import { makeScreen, type Screen } from "../../report/screen.ts";
import { wantsColor } from "./wants-color.ts";

/** Width of what is no terminal. */
const PIPE_WIDTH = 100;

/** Width of a terminal that does not know its own: a serial console says 0. */
const UNKNOWN_WIDTH = 80;

/** The screen behind standard output. @param color false for --no-color */
export function screenOf(color: boolean): Screen {
  const { stdout, env } = process;
  const isTerminal = stdout.isTTY === true;
  const width = isTerminal ? stdout.columns || UNKNOWN_WIDTH : PIPE_WIDTH;
  return makeScreen(width, wantsColor({ color, isTerminal, env }));
}
