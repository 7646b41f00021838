// SPDX-License-Identifier: GPL-2.0-only
import { expect, it } from "vitest";
import { wantsColor } from "../../../harness/cli/output/wants-color.ts";

const TTY = { color: true, isTerminal: true };
const PIPE = { color: true, isTerminal: false };

it.each([
  ["a terminal", TTY, {}, true],
  ["a pipe", PIPE, {}, false],
  ["a terminal that shows none", TTY, { TERM: "dumb" }, false],
  ["a terminal with NO_COLOR", TTY, { NO_COLOR: "0" }, false],
  ["a terminal with an empty NO_COLOR", TTY, { NO_COLOR: "" }, true],
  ["a pipe with FORCE_COLOR", PIPE, { FORCE_COLOR: "1" }, true],
  ["a pipe with FORCE_COLOR of any other value", PIPE, { FORCE_COLOR: "true" }, true],
  ["a pipe with an empty FORCE_COLOR", PIPE, { FORCE_COLOR: "" }, false],
  ["a terminal with FORCE_COLOR=0", TTY, { FORCE_COLOR: "0" }, false],
  ["a pipe with both", PIPE, { FORCE_COLOR: "1", NO_COLOR: "1" }, false],
  ["--no-color with FORCE_COLOR", { ...TTY, color: false }, { FORCE_COLOR: "1" }, false],
])("%s has colours, or has not", (_, wishes, env, has) => {
  expect(wantsColor({ ...wishes, env })).toBe(has);
});
