// SPDX-License-Identifier: GPL-2.0-only
import { builderCode } from "../cache/builder-code.ts";
import type { Cache } from "../cache/cache.ts";
import { digestOf } from "../cache/digest-of.ts";
import type { Recipe } from "./recipe.ts";
import { runTool } from "./run-tool.ts";
import { ToolError } from "./tool-error.ts";

const FILE = "flags.json";

/** Asked once, however many texts are compiled with them. */
const known = new Map<string, Promise<readonly string[]>>();

/**
 * What the compiler's driver hands to the compiler proper (-cc1) to make an object with some flags: that one takes many
 * texts in one process, of which the start costs more than to compile a small text.
 *
 * @param flags for the driver
 * @throws ToolError if the driver does not say
 */
export function cc1Flags(recipe: Recipe, flags: readonly string[], cache: Cache): Promise<readonly string[]> {
  const key = `cc1-${digestOf([builderCode(), recipe.version, recipe.clang, ...flags])}`;
  const kept = cache.readJson(key, FILE) as readonly string[] | null;
  if (kept !== null) return Promise.resolve(kept);
  const asked = known.get(key) ?? askDriver(recipe, flags);
  known.set(key, asked);
  return asked.then((answer) => {
    if (cache.find(key, FILE) === null) cache.put(key, { [FILE]: JSON.stringify(answer) });
    return answer;
  });
}

async function askDriver(recipe: Recipe, flags: readonly string[]): Promise<readonly string[]> {
  const run = await runTool(recipe.clang, [...flags, "-###", "-x", "c", "-c", "-o", "unit.o", "-"]);
  const line = run.stderr.split("\n").findLast((text) => /^ *"[^"]*" "-cc1"/.test(text));
  if (line === undefined) {
    const said = run.stderr.trim().split("\n")[0] ?? "";
    throw new ToolError(`${recipe.clang} does not say how it compiles: ${said}`, "run make setup");
  }
  const words = [...line.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word]) =>
    word!.replaceAll(/\\(.)/g, "$1"),
  );
  return withoutNames(words.slice(1));
}

/** What is about the one text, or about this machine. */
function withoutNames(words: readonly string[]): string[] {
  const left: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word === "-main-file-name" || word === "-o") i++;
    else if (word !== "-" && !word.startsWith("-fcoverage-compilation-dir=")) left.push(word);
  }
  return left;
}
