// SPDX-License-Identifier: GPL-2.0-only
import type { Commands } from "../../report/first-screen/first-screen.ts";
import type { CheckOptions } from "../options/check-options.ts";
import { shellLine } from "./shell-line.ts";

/**
 * The commands that show more of a check, as one would type them.
 *
 * @param input that say which patch it is, as they were typed; none for the tool's own
 */
export function checkCommands(input: readonly string[], options: CheckOptions): Commands {
  const base = baseWords(options);
  const turned = options.reverse ? ["-R"] : [];
  const asked = [
    ...options.config.flatMap((name) => ["-c", name]),
    ...options.scenario.flatMap((name) => ["-s", name]),
    ...(options.plain ? ["--plain"] : []),
  ];
  const own = input.flatMap((word) => ["-p", word]);
  return {
    trace: ({ scenario, config }) =>
      shellLine(["hunkbox", "trace", fileOf(scenario, options), "-c", config, ...own, ...base, ...turned]),
    explain: (problem) =>
      shellLine(["hunkbox", "explain", `${problem}`, ...input, ...base, ...asked, ...turned]),
    all: shellLine(["hunkbox", "check", ...input, ...base, ...asked, ...turned, "--all"]),
  };
}

/** As checkCommands, of one commit of a range: there is no file that holds it. */
export function commitCommands(commit: string, options: CheckOptions): Commands {
  const id = commit.slice(0, ID);
  const range = ["--git", options.git ?? ".", "--range", `${id}^..${id}`];
  const asked = options.config.flatMap((name) => ["-c", name]);
  return {
    trace: () => "",
    explain: () => "",
    all: shellLine(["hunkbox", "check", ...range, ...asked, "--all"]),
  };
}

/** Digits of a commit that nobody else has. */
const ID = 12;

/** What chooses the kernel, as it was typed. */
function baseWords({ tree, git, rev, debian, kconfig }: CheckOptions): string[] {
  const rows = [
    ["--tree", tree],
    ["--git", git],
    ["--rev", rev],
    ["--debian", debian],
    ["--kconfig", kconfig],
  ] as const;
  return rows.flatMap(([name, value]) => (value === undefined ? [] : [name, value]));
}

/** A scenario of the user's own is known by its file. */
const fileOf = (id: string, { scenario }: CheckOptions): string =>
  scenario.find((one) => one.endsWith(`${id}.json`)) ?? id;
