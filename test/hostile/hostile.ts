// SPDX-License-Identifier: GPL-2.0-only
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { projectRoot } from "../../harness/base/project-root.ts";
import { userPath } from "../evaluation/options.ts";
import { openGround } from "./ground.ts";
import { RECIPES } from "./kinds/index.ts";
import { tryRecipes, writePatch } from "./try-recipes.ts";

/** What the command line may say. */
interface Options {
  readonly only: readonly string[];
  readonly seed: string;
  readonly count: string;
  readonly tree?: string;
  readonly config: readonly string[];
  readonly cache?: string;
  readonly keep?: string;
  readonly anew?: boolean;
  readonly write?: string;
  readonly list?: boolean;
  readonly limit: string;
}

const print = (text: string): void => void process.stdout.write(`${text}\n`);

/** @returns 0 if nothing broke a rule, 1 if something did, 2 if nothing is called so */
async function hostile(options: Options): Promise<number> {
  const { only } = options;
  const recipes = RECIPES.filter(
    ({ kind, name }) => only.length === 0 || only.some((one) => one === kind || one === `${kind}/${name}`),
  );
  if (recipes.length === 0) {
    process.stderr.write(`hostile: there is no recipe ${only.join(", ")}: --list names all\n`);
    return 2;
  }
  if (options.list === true) {
    for (const { kind, name, tries } of recipes) print(`${`${kind}/${name}`.padEnd(32)} ${tries}`);
    return 0;
  }
  const ground = await openGround(options.tree === undefined ? null : userPath(options.tree));
  const first = Number(options.seed);
  const seeds = Array.from({ length: Number(options.count) }, (_, i) => first + i);
  if (options.write !== undefined) {
    const folder = userPath(options.write);
    mkdirSync(folder, { recursive: true });
    for (const seed of seeds) for (const recipe of recipes) writePatch(recipe, ground, folder, seed);
    return 0;
  }
  const scratch = mkdtempSync(join(tmpdir(), "hunkbox-hostile-"));
  try {
    const broke = await tryRecipes({
      ...{ recipes, ground, seeds, configs: options.config, scratch, print },
      cache: options.cache === undefined ? join(scratch, "cache") : userPath(options.cache),
      keep: options.keep === undefined ? null : userPath(options.keep),
      limit: Number(options.limit),
      anew: options.anew === true,
    });
    return broke > 0 ? 1 : 0;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];
await new Command("npm run -s hostile --")
  .description(
    "runs the built command on patches that mean harm, each in a process of its own, and says which rule each broke",
  )
  .option("--only <kind>", "one kind, or one recipe as KIND/NAME; may be given again", collect, [])
  .option("--seed <number>", "of the first round", "1")
  .option("--count <number>", "rounds, each with a seed of its own", "1")
  .option("--tree <folder>", "a kernel tree (default: the miniature)")
  .option("-c, --config <name>", "one configuration; may be given again (default: all)", collect, [])
  .option("--cache <folder>", "keep what was built there (default: one that goes)")
  .option("--keep <folder>", "keep the patches there that broke a rule")
  .option("--limit <seconds>", "after which a run is ended", "180")
  .option("--anew", "judge a second time, in place of reading what the first run kept")
  .option("--write <folder>", "write all patches there, and try nothing")
  .option("--list", "name the recipes, and try nothing")
  .action(async (options: Options) => {
    process.chdir(projectRoot());
    process.exitCode = await hostile(options);
  })
  .parseAsync();
