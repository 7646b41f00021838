// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from "node:crypto";
import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { builderCode } from "../cache/builder-code.ts";
import type { Cache } from "../cache/cache.ts";
import { runTool } from "./run-tool.ts";
import { ToolError } from "./tool-error.ts";

/** How this Emscripten compiles and links: asked of emcc once, replayed with the programs of the same installation. */
export interface Recipe {
  /** First line of `emcc --version`. */
  readonly version: string;
  readonly clang: string;
  readonly wasmLd: string;
  readonly wasmOpt: string;
  readonly dwarfdump: string;
  /** What emcc hands to clang for every file. */
  readonly cflags: readonly string[];
}

/**
 * Finds emcc ($EMCC or on the PATH) and its recipe. The recipe is cached; a warm start runs no program.
 *
 * @throws ToolError if there is no emcc, or it answers in a way that is not understood
 */
export async function findRecipe(cache: Cache): Promise<Recipe> {
  const emcc = findProgram(process.env["EMCC"] ?? "emcc");
  if (emcc === null) {
    const named = process.env.EMCC;
    throw new ToolError(
      named === undefined ? "emcc is not on the PATH" : `EMCC names ${named}, which is no program`,
      "run make setup, or install Emscripten (Debian: apt-get install emscripten) and set EMCC",
    );
  }
  const { mtimeMs, size } = statSync(emcc);
  const key = `recipe-${createHash("sha256").update(`${emcc} ${size} ${mtimeMs} ${builderCode()}`).digest("hex").slice(0, 24)}`;
  const cached = cache.readJson(key, "recipe.json") as Recipe | null;
  if (cached !== null && [cached.clang, cached.wasmLd, cached.wasmOpt].every(isExecutable)) return cached;
  const recipe = await askEmcc(emcc);
  cache.put(key, { "recipe.json": JSON.stringify(recipe, null, 2) });
  return recipe;
}

/** What emcc runs for a file, as it says when asked to: the program, and behind it what every file gets. */
const COMMAND = /^ ?"([^"]*clang[^"]*)" (-target [^"'\\]*) -v -E -x c -$/m;

/** Each question takes a Python to start. */
async function askEmcc(emcc: string): Promise<Recipe> {
  const [told, run] = await Promise.all([
    runTool(emcc, ["--version"]),
    runTool(emcc, ["-v", "-E", "-x", "c", "-"]),
  ]);
  const version = told.stdout.split("\n")[0] ?? "";
  const clang = /^ ?"([^"]*clang[^"]*)"/m.exec(run.stderr)?.[1];
  // flags that are quoted are better asked for
  const said = COMMAND.exec(run.stderr)?.[2] ?? (await runTool(emcc, ["--cflags"])).stdout;
  const flags = said.trim().split(/\s+/);
  if (version === "" || clang === undefined || flags[0] !== "-target") {
    const answer = (told.stderr + run.stderr).trim().split("\n").slice(0, 3).join("; ");
    throw new ToolError(
      `${emcc} does not answer as Emscripten does: ${answer}`,
      "check that emcc works by itself",
    );
  }
  const beside = dirname(realpathSync(clang));
  return {
    version,
    clang,
    wasmLd: need("wasm-ld", beside),
    wasmOpt: need("wasm-opt", beside),
    dwarfdump: need("llvm-dwarfdump", beside),
    cflags: flags,
  };
}

/** A program of the compiler's own folder, or from the PATH, with a version suffix as Debian has it if need be. */
function need(name: string, beside: string): string {
  const suffix = /-\d+$/.exec(beside)?.[0] ?? /llvm(-\d+)/.exec(beside)?.[1] ?? "";
  const candidates = [join(beside, name), findProgram(name), findProgram(name + suffix)];
  for (const path of candidates) if (path !== null && isExecutable(path)) return path;
  throw new ToolError(`${name} is missing beside ${beside}`, "install the whole of Emscripten's toolchain");
}

function findProgram(name: string): string | null {
  if (name.includes("/")) return isExecutable(name) ? name : null;
  for (const dir of (process.env["PATH"] ?? "").split(delimiter)) {
    const path = join(dir, name);
    if (dir !== "" && isExecutable(path)) return path;
  }
  return null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
