// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from "node:crypto";
import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import type { Cache } from "./cache.ts";
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
  const key = `recipe-${createHash("sha256").update(`${emcc} ${size} ${mtimeMs} 3`).digest("hex").slice(0, 24)}`;
  const cached = cache.readJson(key, "recipe.json") as Recipe | null;
  if (cached !== null && [cached.clang, cached.wasmLd, cached.wasmOpt].every(isExecutable)) return cached;
  const recipe = await askEmcc(emcc);
  cache.put(key, { "recipe.json": JSON.stringify(recipe, null, 2) });
  return recipe;
}

async function askEmcc(emcc: string): Promise<Recipe> {
  const [cflags, verbose] = await Promise.all([
    runTool(emcc, ["--cflags"]),
    // says its version and names the clang that it runs
    runTool(emcc, ["-v", "-x", "c", "-c", "-", "-o", "/dev/null"]),
  ]);
  const said = /^emcc \(.*\d.*$/m.exec(verbose.stderr)?.[0];
  // each of these takes a Python to start: asked for alone only where it is not said already
  const version = said ?? (await runTool(emcc, ["--version"])).stdout.split("\n")[0] ?? "";
  const clang = /^ ?"([^"]*clang[^"]*)"/m.exec(verbose.stderr)?.[1];
  const flags = cflags.stdout.trim().split(/\s+/);
  if (version === "" || cflags.code !== 0 || clang === undefined || flags[0] !== "-target") {
    const answer = (cflags.stderr + verbose.stderr).trim().split("\n").slice(0, 3).join("; ");
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
