// SPDX-License-Identifier: GPL-2.0-only
import { chmodSync, mkdirSync, readdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Cache } from "../../../harness/compile/cache/cache.ts";
import { findRecipe } from "../../../harness/compile/toolchain/recipe.ts";
import * as tools from "../../../harness/compile/toolchain/run-tool.ts";
import { ToolError } from "../../../harness/compile/toolchain/tool-error.ts";
import { tempDir } from "../../support/temp-dir.ts";

vi.mock("../../../harness/compile/toolchain/run-tool.ts", { spy: true });
const runTool = vi.mocked(tools.runTool);

const dir = tempDir();
let count = 0;
let cache: Cache;
beforeEach(() => {
  runTool.mockClear();
  cache = new Cache(join(dir, `cache-${++count}`));
});
afterEach(() => {
  vi.unstubAllEnvs();
});

async function toolError(): Promise<ToolError> {
  const error = await findRecipe(cache).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ToolError);
  return error as ToolError;
}

/** An emcc that is a shell script. */
function fakeEmcc(script: string): void {
  const path = join(dir, `emcc-${count}`);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  vi.stubEnv("EMCC", path);
}

test("emcc is asked once, and not again while it stays the same", async () => {
  const first = await findRecipe(cache);
  expect(runTool).toHaveBeenCalled();
  runTool.mockClear();
  expect(await findRecipe(new Cache(cache.dir))).toEqual(first);
  expect(runTool).not.toHaveBeenCalled();
});

test("emcc that is nowhere on the PATH is an error that says how to get it", async () => {
  mkdirSync(join(dir, "empty"), { recursive: true });
  vi.stubEnv("PATH", join(dir, "empty"));
  const error = await toolError();
  expect(error.message).toBe("emcc is not on the PATH");
  expect(error.hint).toContain("make setup");
  expect(error.hint).toContain("apt-get install emscripten");
});

test("something else that is called emcc is an error with what it said", async () => {
  fakeEmcc('echo "emcc: I make coffee" >&2; exit 1');
  const error = await toolError();
  expect(error.message).toContain("does not answer as Emscripten does");
  expect(error.message).toContain("I make coffee");
});

test("a recipe that names a program which is gone is asked for anew", async () => {
  const first = await findRecipe(cache);
  const [entry] = readdirSync(cache.dir);
  const file = join(cache.dir, entry!, "recipe.json");
  writeFileSync(file, JSON.stringify({ ...first, clang: join(dir, "no-clang") }));
  expect(await findRecipe(cache)).toEqual(first);
});

test("a recipe that is damaged in the cache is asked for anew", async () => {
  const first = await findRecipe(cache);
  const [entry] = readdirSync(cache.dir);
  truncateSync(join(cache.dir, entry!, "recipe.json"), 20);
  expect(await findRecipe(cache)).toEqual(first);
});
