// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { ConfigName } from "../machine/config.ts";
import { builderCode } from "./cache/builder-code.ts";
import type { Cache } from "./cache/cache.ts";
import { digestOf } from "./cache/digest-of.ts";
import type { Workshop } from "./cache/workshop.ts";
import { counts, type Flavour } from "./flavour.ts";
import { withoutLineChecksums } from "./lines/line-checksums.ts";
import { ownNamesIn } from "./own-names.ts";
import type { SourceTree, Unit } from "./source-tree.ts";
import { compileFlags, targetOf, VIRTUAL_ROOT } from "./toolchain/compile-flags.ts";
import { type Diagnostic, isLasting, parseDiagnostics, STOPPED } from "./toolchain/diagnostic.ts";
import { keptPageMacros } from "./toolchain/keeps-pages.ts";
import type { Recipe } from "./toolchain/recipe.ts";
import type { BatchOutput } from "./toolchain/run-batch.ts";
import { LIMITS_OF_TEXT, runTool } from "./toolchain/run-tool.ts";
import { ToolError } from "./toolchain/tool-error.ts";

/** An object file, or why there is none. */
export interface Compiled {
  readonly unit: Unit;
  /** Of the cache's entry. */
  readonly key: string;
  readonly object: Uint8Array | null;
  readonly errors: readonly Diagnostic[];
  /** The compiler's notes on control flow, if the unit counts it. */
  readonly notes: Uint8Array | null;
}

/** A unit of the kernel's, in a flavour that counts which lines run. */
const countsLines = (flavour: Flavour, { path, language, isPlain }: Unit): boolean =>
  counts(flavour) && language === "c" && isPlain !== true && !path.startsWith("csrc/");

/** For the driver: few sets of them, since each has to be asked for what it means to the compiler proper. */
const flagsOf = (recipe: Recipe, config: ConfigName, flavour: Flavour, unit: Unit): string[] =>
  compileFlags(recipe.cflags, config, unit.isPlain === true ? "plain" : flavour, unit.language);

/** For the compiler proper, behind these. */
const moreFlagsOf = (flavour: Flavour, unit: Unit): string[] => [
  ...(isSlice(unit) ? [] : OWN_HEADERS),
  ...(unit.flags ?? []),
  ...(countsLines(flavour, unit) ? COUNTING_FLAGS : []),
];

/** Where our own C finds our own headers. */
const OWN_HEADERS = ["-I", `${VIRTUAL_ROOT}/csrc/include`];

/** Slices have the headers of their kernel in them, and read no other. */
const isSlice = ({ path }: Unit): boolean => !path.startsWith("csrc/") || path.startsWith("csrc/kernel/");

/** Names a unit by all that goes into its object. */
export const unitKey = (
  recipe: Recipe,
  config: ConfigName,
  flavour: Flavour,
  { headers }: SourceTree,
  unit: Unit,
): string =>
  `unit-${digestOf([
    builderCode(),
    recipe.version,
    recipe.clang,
    ...flagsOf(recipe, config, flavour, unit),
    ...moreFlagsOf(flavour, unit),
    unit.path,
    textOf(flavour, unit),
    isSlice(unit) ? "" : headers.key,
  ])}`;

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
  const key = unitKey(recipe, config, flavour, tree, unit);
  const place = join(cache.dir, key);
  // both sides of a patch ask for what they have in common at the same time
  for (let other = underWay.get(place); other !== undefined; other = underWay.get(place))
    await other.catch(() => {});
  const known = findCompiled(flavour, unit, cache, key);
  if (known !== null) return known;
  const own = compile(workshop, config, flavour, tree, unit, key);
  underWay.set(place, own);
  return await own.finally(() => underWay.delete(place));
}

const underWay = new Map<string, Promise<Compiled>>();

function findCompiled(flavour: Flavour, unit: Unit, cache: Cache, key: string): Compiled | null {
  const object = cache.read(key, "unit.o");
  if (object !== null) {
    const readNotes = (): Buffer | null => (countsLines(flavour, unit) ? cache.read(key, "unit.gcno") : null);
    // it may vanish between the one and the other, and be made anew
    const notes = readNotes() ?? readNotes();
    const isWhole = notes !== null || cache.find(key, "unit.o") !== null;
    return isWhole ? { unit, key, object, errors: [], notes } : null;
  }
  const errors = cache.readJson(key, "errors.json") as readonly Diagnostic[] | null;
  return errors === null ? null : { unit, key, object: null, errors, notes: null };
}

/**
 * The checksums of lines of a unit stand in a table, where they can be taken out (line-checksums.ts), if it has two functions
 * at least.
 */
const ONE_FUNCTION_MORE = `# 1 "csrc/coverage/one-more.h"
static __attribute__((used)) void hb_one_more(void) {}
`;

/** As the driver would hand them on, but for the names of files. */
const COUNTING_FLAGS = ["-ftest-coverage", "-fprofile-arcs", "-coverage-version=408*"];

/** Attributes by which code takes itself out of what judges it: a real kernel runs it all the same. */
const NOT_TAKEN_OUT = ["no_sanitize", "no_sanitize_address", "no_sanitize_memory", "no_sanitize_thread"]
  .concat("no_address_safety_analysis", "no_instrument_function", "disable_sanitizer_instrumentation")
  .flatMap((name) => [name, `__${name}__`])
  .map((name) => `#define ${name}${/^(?:__)?no_sanitize(?:__)?$/.test(name) ? "(...)" : ""}\n`)
  .join("");

/** A unit's text as the compiler is given it. */
const textOf = (flavour: Flavour, unit: Unit): string =>
  `${unit.path.startsWith("csrc/") || unit.language === "assembler" ? "" : NOT_TAKEN_OUT}${countsLines(flavour, unit) ? ONE_FUNCTION_MORE : ""}${keptPageMacros(unit.path)}# 1 "${unit.path}"\n${unit.text}`;

async function compile(
  workshop: Workshop,
  config: ConfigName,
  flavour: Flavour,
  tree: SourceTree,
  unit: Unit,
  key: string,
): Promise<Compiled> {
  const { cache } = workshop;
  const text = digestOf([unit.path, unit.text]);
  const known = givenUp.get(text);
  if (known !== undefined) return { unit, key, object: null, errors: known, notes: null };
  const run = await runFor(workshop, config, flavour, tree, unit);
  const owns = run.object === null || unit.path.startsWith("csrc/") ? [] : ownNamesIn(unit, run.object);
  if (owns.length > 0) {
    cache.put(key, { "errors.json": JSON.stringify(owns) });
    return { unit, key, object: null, errors: owns, notes: null };
  }
  if (run.object !== null) {
    const notes = countsLines(flavour, unit) ? run.notes : null;
    const object = withoutLineChecksums(run.object, notes ?? undefined);
    cache.put(key, { "unit.o": object, ...(notes === null ? {} : { "unit.gcno": notes }) });
    return { unit, key, object, errors: [], notes };
  }
  const errors = parseDiagnostics(run.stderr);
  // the compiler may as well crash of it; what names a line is a patch's own text
  if (errors.length === 0 && NO_SPACE.test(run.stderr))
    throw new ToolError(
      `the compiler cannot write to the module cache ${cache.dir}: no space left on device`,
      "free some space, or set HUNKBOX_CACHE to another folder",
    );
  if (errors.length === 0) {
    errors.push(failure(unit, run.timedOut, run.stderr));
    givenUp.set(text, errors);
  }
  const told = JSON.stringify(errors);
  if (isLasting(told)) cache.put(key, { "errors.json": told });
  return { unit, key, object: null, errors, notes: null };
}

async function runFor(
  workshop: Workshop,
  config: ConfigName,
  flavour: Flavour,
  { headers }: SourceTree,
  unit: Unit,
): Promise<BatchOutput> {
  const flags = flagsOf(workshop.recipe, config, flavour, unit);
  if (unit.language === "assembler") return await assemble(workshop, config, flags, unit.text);
  const more = moreFlagsOf(flavour, unit);
  const kind = { action: "compile", flags, more, overlay: headers.overlay } as const;
  const name = `unit${digestOf([unit.path]).slice(0, 8)}`;
  return await workshop.compile(kind, { text: textOf(flavour, unit), folder: "", name });
}

async function assemble(
  { recipe, cache, limiter }: Workshop,
  config: ConfigName,
  flags: readonly string[],
  text: string,
): Promise<BatchOutput> {
  const scratch = cache.scratch();
  try {
    const output = join(scratch, "unit.o");
    const input = text.replaceAll(/\bPTR\b/g, targetOf(config) === "wasm64" ? "i64" : "i32");
    const args = [...flags, "-x", "assembler", "-c", "-o", output, "-"];
    const run = await limiter.run(() => runTool(recipe.clang, args, { input }));
    return { ...run, object: run.code === 0 ? readFileSync(output) : null, notes: null };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const NO_SPACE = /No space left on device|Disk quota exceeded/;

function failure(unit: Unit, timedOut: boolean, stderr: string): Diagnostic {
  const message = timedOut ? `the compiler was ${STOPPED}` : `the compiler ${howItFailed(stderr)}`;
  return { file: unit.path, line: 0, column: 0, message };
}

/** What a compiler writes of its own failure is about itself: its stack, its addresses, whom to send it to. */
function howItFailed(stderr: string): string {
  const { memoryMib, fileMib } = LIMITS_OF_TEXT;
  if (/out of memory|bad_alloc|Cannot allocate memory/.test(stderr))
    return `needs more memory for this than a patch may take (${memoryMib} MiB)`;
  if (stderr.includes("File too large")) return `makes more of this than a patch may take (${fileMib} MiB)`;
  const said = /^(?:LLVM ERROR|fatal error): ([\w ,.'()-]+)/m.exec(stderr)?.[1];
  return said === undefined ? "crashed, and names no line" : `failed without naming a line: ${said}`;
}

/** Texts that the compiler could not finish: it is not asked again for another configuration or instrumentation. */
const givenUp = new Map<string, readonly Diagnostic[]>();
