// SPDX-License-Identifier: GPL-2.0-only
import { BadInput } from "../inputs/bad-input.ts";
import type { BaseOptions } from "./base-options.ts";

/** @throws BadInput if the options exclude each other, or one lacks another that it needs */
export function checkBaseOptions(options: BaseOptions): void {
  const { tree, git, debian, rev, range, kconfig, force } = options;
  for (const [name, value] of Object.entries({ tree, git, debian, rev, range, kconfig })) {
    if (value === "") throw new BadInput(`--${name} is empty`, "hunkbox check --help shows examples");
  }
  const bases = Object.entries({ "--tree": tree, "--git": git, "--debian": debian });
  const [first, second] = bases.flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (second !== undefined) {
    throw new BadInput(
      `${first} and ${second} exclude each other`,
      "a patch is applied to one tree: give one of them",
    );
  }
  const needs = (name: string, value: unknown, what: string, has: boolean): void => {
    if (value === undefined || has) return;
    throw new BadInput(`${name} needs ${what}`, "hunkbox check --help shows examples");
  };
  needs("--rev", rev, "--git", git !== undefined);
  needs("--range", range, "--git", git !== undefined);
  needs("--kconfig", kconfig, "a kernel tree: --tree, --git or --debian", first !== undefined);
  needs("--force", force, "--range", range !== undefined);
  if (rev !== undefined && range !== undefined) {
    throw new BadInput(
      "--rev and --range exclude each other",
      "each commit of a range is judged on its own parent",
    );
  }
}
