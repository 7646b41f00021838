// SPDX-License-Identifier: GPL-2.0-only
import { makeScreen, type Screen } from "../../report/screen.ts";

/** Width of what is no terminal. */
const PIPE_WIDTH = 100;

/** The screen behind standard output. Colours only on a terminal, and not if NO_COLOR is set to anything. */
export function screenOf(color: boolean): Screen {
  const { stdout } = process;
  const wanted = stdout.isTTY === true && color && !process.env.NO_COLOR && process.env.TERM !== "dumb";
  return makeScreen(stdout.isTTY === true ? stdout.columns || 80 : PIPE_WIDTH, wanted);
}
