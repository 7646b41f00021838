// SPDX-License-Identifier: GPL-2.0-only
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { projectRoot } from "../../harness/base/project-root.ts";
import { buildCli, cliPath } from "../support/cli.ts";
import { tempDir } from "../support/temp-dir.ts";
import { brokenRules } from "./broken-rules.ts";
import { type Ground, openGround } from "./ground.ts";
import { RECIPES } from "./kinds/index.ts";
import { Random } from "./random.ts";
import { tryPatch } from "./try-patch.ts";
import { writePatch } from "./try-recipes.ts";

/*
 * Some of the cheap ones of `npm run -s hostile`: the command as a whole keeps its promises, whatever came by mail.
 */

let ground: Ground;
beforeAll(async () => {
  buildCli();
  ground = await openGround(null);
});

const scratch = tempDir();
const recipe = (name: string) => RECIPES.find((one) => `${one.kind}/${one.name}` === name)!;

it("recipes have names of their own", () => {
  const names = RECIPES.map(({ kind, name }) => `${kind}/${name}`);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

it("a seed makes the same patch each time, and another one another", () => {
  const made = (seed: number): string | Uint8Array =>
    recipe("work/printk").make(ground, new Random(seed, "printk"));
  expect(made(1)).toBe(made(1));
  expect(made(1)).not.toBe(made(2));
});

it.each([
  ["names/define", 4],
  ["names/asm-name-odd", 0],
  ["work/endless-initcall", 1],
  ["work/recursion", 1],
  ["compiler/error", 3],
  ["compiler/include", 3],
  ["compiler/laughs-text", 3],
  ["texts/subject-all", 1],
  ["texts/warn-all", 1],
  ["texts/context-bad", 2],
  ["texts/path-outside", 2],
  ["texts/binary", 2],
  ["texts/multipart-deep", 2],
])("%s keeps to the rules", async (name, code) => {
  const trial = await tryPatch({
    ...{ command: cliPath(), cache: join(projectRoot(), "wasm"), limit: 600, anew: false },
    patch: writePatch(recipe(name), ground, scratch, 1),
    args: ["-c", "x86_64", "--plain", "--scenario", "user-map-one-page"],
  });
  expect(trial.check.code).toBe(code);
  expect(brokenRules(trial)).toEqual([]);
});
