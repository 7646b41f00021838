// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ConfigName } from "../machine/config.ts";
import type { Cache } from "./cache.ts";
import { compileFlags, VIRTUAL_ROOT } from "./compile-flags.ts";
import { type Diagnostic, isLasting, parseDiagnostics, STOPPED } from "./diagnostic.ts";
import { counts, type Flavour } from "./flavour.ts";
import { keptPageFlags } from "./keeps-pages.ts";
import { withoutLineChecksums } from "./line-checksums.ts";
import type { Recipe } from "./recipe.ts";
import { runTool } from "./run-tool.ts";
import type { SourceTree, Unit } from "./source-tree.ts";
import { ToolError } from "./tool-error.ts";

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

/** Names a unit's object by all that goes into it. */
export function unitKey(
  recipe: Recipe,
  config: ConfigName,
  flavour: Flavour,
  tree: SourceTree,
  unit: Unit,
): string {
  const flags = flagsOf(recipe, config, flavour, unit);
  const digest = createHash("sha256");
  for (const part of [
    recipe.version,
    recipe.clang,
    ...flags,
    ...(unit.flags ?? []),
    tree.headersKey,
    ...(countsLines(flavour, unit) ? countingFlags("") : []),
    unit.path,
    unit.text,
  ]) {
    digest.update(`${part}\0`);
  }
  return `unit-${digest.digest("hex").slice(0, 32)}`;
}

/**
 * Compiles one unit, or finds it in the cache; errors are cached as objects are.
 *
 * @throws ToolError if the compiler cannot be run
 */
export async function compileUnit(
  recipe: Recipe,
  config: ConfigName,
  flavour: Flavour,
  tree: SourceTree,
  unit: Unit,
  cache: Cache,
): Promise<Compiled> {
  const key = unitKey(recipe, config, flavour, tree, unit);
  const object = cache.find(key, "unit.o");
  const notes = countsLines(flavour, unit) ? cache.find(key, "unit.gcno") : null;
  if (object !== null) return { unit, object, errors: [], notes };
  const known = cache.readJson(key, "errors.json") as readonly Diagnostic[] | null;
  if (known !== null) return { unit, object: null, errors: known, notes: null };
  const place = join(cache.dir, key);
  const others = underWay.get(place) ?? compile(recipe, config, flavour, tree, unit, cache, key);
  underWay.set(place, others);
  const compiled = await others.finally(() => underWay.delete(place));
  return { ...compiled, unit };
}

/** Both sides of a patch ask for what they have in common at the same time. */
const underWay = new Map<string, Promise<Compiled>>();

/** As the driver would hand them on, but for the names of files: an object holds one of them. */
const countingFlags = (notes: string): string[] =>
  [
    "-ftest-coverage",
    "-fprofile-arcs",
    `-coverage-notes-file=${notes}`,
    "-coverage-data-file=unit.gcda",
    "-coverage-version=408*",
  ].flatMap((flag) => ["-Xclang", flag]);

async function compile(
  recipe: Recipe,
  config: ConfigName,
  flavour: Flavour,
  tree: SourceTree,
  unit: Unit,
  cache: Cache,
  key: string,
): Promise<Compiled> {
  const scratch = cache.scratch();
  try {
    const output = join(scratch, "unit.o");
    const isCounted = countsLines(flavour, unit);
    const search = [
      "-ivfsoverlay",
      tree.overlay,
      `-I${VIRTUAL_ROOT}/kernel/arch/x86/include`,
      `-I${VIRTUAL_ROOT}/kernel/include`,
      `-I${VIRTUAL_ROOT}/csrc/include`,
      "-iquote",
      `${VIRTUAL_ROOT}/kernel/${dirname(unit.path)}`,
    ];
    const args = [
      ...flagsOf(recipe, config, flavour, unit),
      ...(unit.language === "c" ? search : []),
      ...(unit.flags ?? []),
      ...(isCounted ? countingFlags(join(scratch, "unit.gcno")) : []),
      ...["-x", unit.language === "c" ? "c" : "assembler-with-cpp", "-c", "-o", output, "-"],
    ];
    // from standard input: the driver looks for a named file on the real file system
    const marker = unit.language === "c" ? `# 1 "${unit.path}"\n` : "";
    const run = await runTool(recipe.clang, args, marker + unit.text);
    if (run.code === 0) {
      const notes: { readonly "unit.gcno"?: Buffer } = isCounted
        ? { "unit.gcno": readFileSync(join(scratch, "unit.gcno")) }
        : {};
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
    if (isLasting(told)) cache.put(key, { "errors.json": told });
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
