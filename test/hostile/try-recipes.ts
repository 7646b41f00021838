// SPDX-License-Identifier: GPL-2.0-only
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cliPath } from "../support/cli.ts";
import { brokenRules } from "./broken-rules.ts";
import type { Ground } from "./ground.ts";
import { HARMLESS } from "./kinds/harmless.ts";
import { overLimits } from "./over-limits.ts";
import { Random } from "./random.ts";
import type { Recipe } from "./recipe.ts";
import { header, type Line, line } from "./table.ts";
import { tryPatch } from "./try-patch.ts";

/** What is tried, and how. */
export interface Round {
  readonly recipes: readonly Recipe[];
  readonly ground: Ground;
  readonly seeds: readonly number[];
  readonly configs: readonly string[];
  /** Folder for what is built. */
  readonly cache: string;
  /** Folder for patches while they are tried. */
  readonly scratch: string;
  /** Where patches that broke a rule are kept. */
  readonly keep: string | null;
  /** Seconds after which a run is ended. */
  readonly limit: number;
  /** Judge a second time, in place of reading what is kept. */
  readonly anew: boolean;
  readonly print: (text: string) => void;
}

/** A harmless patch is tried between so many, for what a slow moment of the machine does. */
const BETWEEN = 10;

/** Tries each recipe by each seed, one after the other, and prints a line of each. @returns how many broke a rule */
export async function tryRecipes(round: Round): Promise<number> {
  const { recipes, ground, seeds, keep, print } = round;
  // what is the base's own is built before anything is measured
  await attempt(round, HARMLESS, 0, 1);
  print(`${ground.name}\n${header()}`);
  let harmless = 1;
  let done = 0;
  let broke = 0;
  for (const seed of seeds) {
    for (const recipe of recipes) {
      if (done++ % BETWEEN === 0) {
        const shown = await attempt(round, HARMLESS, 1000 * seed + done, harmless);
        harmless = shown.trial.check.cpu;
        print(line({ ...shown, harmless }));
      }
      const shown = await attempt(round, recipe, seed, harmless);
      print(line(shown));
      if (shown.broken.length === 0) continue;
      broke++;
      if (keep === null) continue;
      mkdirSync(keep, { recursive: true });
      copyFileSync(pathOf(round.scratch, recipe, seed), pathOf(keep, recipe, seed));
    }
  }
  print(`${broke} of ${done} broke a rule`);
  return broke;
}

async function attempt(round: Round, recipe: Recipe, seed: number, harmless: number): Promise<Line> {
  const { ground, configs, cache, scratch, limit, anew } = round;
  const patch = writePatch(recipe, ground, scratch, seed);
  const tree = ground.dir === null ? [] : ["--tree", ground.dir];
  const args = [...tree, ...configs.flatMap((one) => ["-c", one])];
  const trial = await tryPatch({ command: cliPath(), cache, patch, args, limit, anew });
  return {
    name: nameOf(recipe, seed),
    trial,
    broken: [...overLimits(trial), ...brokenRules(trial)],
    harmless,
  };
}

/** Makes the patch of a recipe and a seed. @returns its path */
export function writePatch(recipe: Recipe, ground: Ground, folder: string, seed: number): string {
  const path = pathOf(folder, recipe, seed);
  writeFileSync(path, recipe.make(ground, new Random(seed, recipe.name)));
  return path;
}

const nameOf = ({ kind, name }: Recipe, seed: number): string =>
  `${kind}-${name}${seed === 1 ? "" : `.${seed}`}`;

const pathOf = (folder: string, recipe: Recipe, seed: number): string =>
  join(folder, `${nameOf(recipe, seed)}.patch`);
