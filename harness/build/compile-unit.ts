// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ConfigName } from "../machine/config.ts";
import { builderCode } from "./builder-code.ts";
import type { Cache } from "./cache.ts";
import { compileFlags, targetOf, VIRTUAL_ROOT } from "./compile-flags.ts";
import { type Diagnostic, isLasting, parseDiagnostics, STOPPED } from "./diagnostic.ts";
import { digestOf } from "./digest-of.ts";
import { counts, type Flavour } from "./flavour.ts";
import { keptPageFlags } from "./keeps-pages.ts";
import { withoutLineChecksums } from "./line-checksums.ts";
import { ReadHeaders } from "./read-headers.ts";
import type { Recipe } from "./recipe.ts";
import { runTool } from "./run-tool.ts";
import type { SourceTree, Unit } from "./source-tree.ts";
import { ToolError } from "./tool-error.ts";
import type { Workshop } from "./workshop.ts";

/** An object file, or why there is none. */
export interface Compiled {
  readonly unit: Unit;
  readonly object: string | null;
  readonly errors: readonly Diagnostic[];
  /** Path of the compiler's notes on control flow, if the unit counts it. */
  readonly notes: string | null;
}

/** A unit of the kernel's, in a flavour that counts which lines run. */
const countsLines = (flavour: Flavour, { path, language, isPlain }: Unit): boolean =>
  counts(flavour) && language === "c" && isPlain !== true && !path.startsWith("csrc/");

const flagsOf = (recipe: Recipe, config: ConfigName, flavour: Flavour, unit: Unit): string[] => [
  ...compileFlags(recipe.cflags, config, unit.isPlain === true ? "plain" : flavour, unit.language),
  ...keptPageFlags(unit.path),
];

/** Names a unit by all that goes into its object, but for headers. */
function textKey(recipe: Recipe, config: ConfigName, flavour: Flavour, unit: Unit): string {
  return digestOf([
    builderCode(),
    recipe.version,
    recipe.clang,
    ...flagsOf(recipe, config, flavour, unit),
    ...(unit.flags ?? []),
    ...(countsLines(flavour, unit) ? countingFlags("") : []),
    unit.path,
    unit.text,
  ]);
}

/** Names a unit by all that may go into its object: all headers that it could read. */
export const unitKey = (
  recipe: Recipe,
  config: ConfigName,
  flavour: Flavour,
  { headers }: SourceTree,
  unit: Unit,
): string => `unit-${digestOf([textKey(recipe, config, flavour, unit), headers.key])}`;

/**
 * Compiles one unit, or finds it in the cache; errors are cached as objects are.
 *
 * @throws ToolError if the compiler cannot be run
 */
export async function compileUnit(
  workshop: Workshop,
  config: ConfigName,
  flavour: Flavour,
  tree: SourceTree,
  unit: Unit,
): Promise<Compiled> {
  const { recipe, cache } = workshop;
  const read = new ReadHeaders(cache, textKey(recipe, config, flavour, unit), tree.headers);
  const names: Names = { read, key: unitKey(recipe, config, flavour, tree, unit) };
  const place = join(cache.dir, read.source);
  // both sides of a patch ask for what they have in common at the same time
  for (let other = underWay.get(place); other !== undefined; other = underWay.get(place))
    await other.catch(() => {});
  const known = findCompiled(flavour, unit, cache, names);
  if (known !== null) return known;
  const own = compile(workshop, config, flavour, tree, unit, names);
  underWay.set(place, own);
  return await own.finally(() => underWay.delete(place));
}

const underWay = new Map<string, Promise<Compiled>>();

/** Under what a unit is kept: its object by the headers that it reads, where that is known; else by all of them. */
interface Names {
  readonly read: ReadHeaders;
  readonly key: string;
}

function findCompiled(flavour: Flavour, unit: Unit, cache: Cache, { read, key }: Names): Compiled | null {
  for (const name of [read.objectKey(), key]) {
    const object = name === null ? null : cache.find(name, "unit.o");
    if (name === null || object === null) continue;
    const notes = countsLines(flavour, unit) ? cache.find(name, "unit.gcno") : null;
    return { unit, object, errors: [], notes };
  }
  const errors = cache.readJson(key, "errors.json") as readonly Diagnostic[] | null;
  return errors === null ? null : { unit, object: null, errors, notes: null };
}

/**
 * The checksums of lines of a unit stand in a table, where they can be taken out (line-checksums.ts), if it has two functions
 * at least.
 */
const ONE_FUNCTION_MORE = `# 1 "csrc/coverage/one-more.h"
static __attribute__((used)) void hb_one_more(void) {}
`;

/** As the driver would hand them on, but for the names of files: an object holds one of them. */
const countingFlags = (notes: string): string[] =>
  [
    "-ftest-coverage",
    "-fprofile-arcs",
    `-coverage-notes-file=${notes}`,
    "-coverage-data-file=unit.gcda",
    "-coverage-version=408*",
  ].flatMap((flag) => ["-Xclang", flag]);

/** @param folder kernel path of the folder that `#include "…"` looks in first */
export const searchFlags = ({ headers }: SourceTree, folder: string): string[] => [
  "-ivfsoverlay",
  headers.overlay,
  `-I${VIRTUAL_ROOT}/kernel/arch/x86/include`,
  `-I${VIRTUAL_ROOT}/kernel/include`,
  `-I${VIRTUAL_ROOT}/csrc/include`,
  "-iquote",
  `${VIRTUAL_ROOT}/kernel/${folder}`,
];

async function compile(
  { recipe, cache }: Workshop,
  config: ConfigName,
  flavour: Flavour,
  tree: SourceTree,
  unit: Unit,
  names: Names,
): Promise<Compiled> {
  const scratch = cache.scratch();
  try {
    const [output, rule] = [join(scratch, "unit.o"), join(scratch, "unit.d")];
    const isCounted = countsLines(flavour, unit);
    const search = searchFlags(tree, dirname(unit.path));
    const args = [
      ...flagsOf(recipe, config, flavour, unit),
      ...(unit.language === "c" ? [...search, "-MD", "-MF", rule] : []),
      ...(unit.flags ?? []),
      ...(isCounted ? countingFlags(join(scratch, "unit.gcno")) : []),
      ...["-x", unit.language, "-c", "-o", output, "-"],
    ];
    // from standard input: the driver looks for a named file on the real file system
    const text =
      unit.language === "c"
        ? `${isCounted ? ONE_FUNCTION_MORE : ""}# 1 "${unit.path}"\n${unit.text}`
        : unit.text.replaceAll(/\bPTR\b/g, targetOf(config) === "wasm64" ? "i64" : "i32");
    const run = await runTool(recipe.clang, args, text);
    if (run.code === 0) {
      const notes: { readonly "unit.gcno"?: Buffer } = isCounted
        ? { "unit.gcno": readFileSync(join(scratch, "unit.gcno")) }
        : {};
      const key = names.read.note(unit.language === "c" ? readFileSync(rule, "utf8") : "") ?? names.key;
      cache.put(key, { "unit.o": withoutLineChecksums(readFileSync(output), notes["unit.gcno"]), ...notes });
      const found = isCounted ? cache.find(key, "unit.gcno") : null;
      return { unit, object: cache.find(key, "unit.o"), errors: [], notes: found };
    }
    const errors = parseDiagnostics(run.stderr);
    // the compiler may as well crash of it; what names a line is a patch's own text
    if (errors.length === 0 && NO_SPACE.test(run.stderr))
      throw new ToolError(
        `the compiler cannot write to the module cache ${cache.dir}: no space left on device`,
        "free some space, or set HUNKBOX_CACHE to another folder",
      );
    if (errors.length === 0) errors.push(failure(unit, run.timedOut, run.stderr));
    const told = JSON.stringify(errors);
    if (isLasting(told)) cache.put(names.key, { "errors.json": told });
    return { unit, object: null, errors, notes: null };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const NO_SPACE = /No space left on device|Disk quota exceeded/;

function failure(unit: Unit, timedOut: boolean, stderr: string): Diagnostic {
  const last = stderr.trim().split("\n").slice(0, 2).join("; ");
  const message = timedOut
    ? `the compiler was ${STOPPED}`
    : `the compiler failed without naming a line: ${last}`;
  return { file: unit.path, line: 0, column: 0, message };
}
