// SPDX-License-Identifier: GPL-2.0-only
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Cache } from "../cache/cache.ts";
import { cc1Flags } from "./cc1-flags.ts";
import { VIRTUAL_ROOT } from "./compile-flags.ts";
import type { Overlay, OverlayRoot } from "./overlay.ts";
import type { Recipe } from "./recipe.ts";
import { HERE, runTool, type ToolRun } from "./run-tool.ts";
import type { TextTime } from "./text-time.ts";

/** What the compiler does with a text: give it back without directives, look for errors, or make an object. */
export type Action = "preprocess" | "parse" | "compile";

/** What texts must have in common to be handed to one process. */
export interface BatchKind {
  readonly action: Action;
  /** For the compiler's driver. */
  readonly flags: readonly string[];
  /** For the compiler proper, behind these. */
  readonly more: readonly string[];
  /** What is in the compiler's view of the file system. */
  readonly overlay: Overlay;
}

/** A text for the compiler. It names itself, by a line marker at its start. */
export interface BatchInput {
  readonly text: string;
  /** Virtual folder in which `#include "…"` looks first. */
  readonly folder: string;
  /**
   * What is compiled is known by it, and may hold it: equal for the files of one path, of one length for all, and of the
   * texts of a batch no two have the same. Empty for what is not compiled.
   */
  readonly name: string;
}

/** What came of a text. */
export interface BatchOutput extends ToolRun {
  /** The object and its notes on control flow, if they were asked for and could be made. */
  readonly object: Buffer | null;
  readonly notes: Buffer | null;
}

/** Characters of what is printed for one text: preprocessed, a kernel's files have two or three million. */
const LIMIT_OUTPUT = 24 * 1024 * 1024;

/** What comes of a text for which no time is left. */
const LEFT_OUT: BatchOutput = {
  ...{ code: 128, stdout: "", stderr: "", timedOut: true, seconds: 0 },
  ...{ object: null, notes: null },
};

/**
 * Runs the compiler proper over some texts, one after the other in one process. What comes behind an error, or what the
 * compiler did not come to, is run anew by itself. Once all texts together have taken their time, none is run.
 *
 * @throws ToolError if the compiler cannot be run
 */
export async function runBatch(
  recipe: Recipe,
  kind: BatchKind,
  inputs: readonly BatchInput[],
  cache: Cache,
  time: TextTime,
): Promise<readonly BatchOutput[]> {
  if (time.isUp) return inputs.map(() => LEFT_OUT);
  const scratch = cache.scratch();
  let outputs: readonly (BatchOutput | null)[];
  try {
    outputs = await runOnce(recipe, kind, inputs, cache, { scratch, time });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return await Promise.all(
    outputs.map(async (output, i) => output ?? (await runBatch(recipe, kind, [inputs[i]!], cache, time))[0]!),
  );
}

const OF_ACTION: Readonly<Record<Action, string>> = {
  preprocess: "-E",
  parse: "-fsyntax-only",
  compile: "-emit-obj",
};

/** What a text would show of the clock and of the folders of this machine. */
const NO_PLACE_NOR_TIME = [
  '-D__DATE__="Jan  1 1970"',
  '-D__TIME__="00:00:00"',
  '-D__TIMESTAMP__="Thu Jan  1 00:00:00 1970"',
  "-D__BASE_FILE__=__FILE__",
  "-Wno-builtin-macro-redefined",
] as const;

/** The file of a text in its own folder, when it is compiled: the compiler names the object by it. */
const UNIT = "u";

async function runOnce(
  recipe: Recipe,
  { action, flags, more, overlay }: BatchKind,
  inputs: readonly BatchInput[],
  cache: Cache,
  { scratch, time }: { readonly scratch: string; readonly time: TextTime },
): Promise<(BatchOutput | null)[]> {
  // nobody who wrote a text can know it
  const mark = randomBytes(12).toString("hex");
  const isCompiled = action === "compile";
  const paths = inputs.map(({ folder, name }, i) =>
    isCompiled ? `${name}/${UNIT}.c` : `${folder}/${mark}-${i}.c`,
  );
  const between = isCompiled ? `between/${UNIT}.c` : `${VIRTUAL_ROOT}/${mark}.c`;
  const texts = new Map([...inputs.entries()].map(([i, { text }]) => [paths[i]!, text]));
  // one by itself is compiled as the driver would have it compiled
  const isOne = inputs.length === 1;
  if (!isOne) texts.set(between, `#pragma message "${mark}"\n`);
  const proper = (await cc1Flags(recipe, flags, cache)).filter((flag) => isOne || flag !== KEEP_ALL);
  const args = [
    ...proper.map((flag) => (flag === OF_ACTION.compile ? OF_ACTION[action] : flag)),
    ...more,
    ...NO_PLACE_NOR_TIME,
    ...["-main-file-name", `${UNIT}.c`, "-W#pragma-messages", "-ivfsoverlay"],
    withTexts(overlay.roots(cache), texts, scratch),
    // by which the compiler names the notes
    ...(isCompiled ? inputs.map(({ name }) => `-fdebug-prefix-map=${name}/${UNIT}.c=${name}.c`) : []),
    ...(isOne ? paths : [...paths.flatMap((path) => [between, path]), between]),
  ];
  const outputLimit = LIMIT_OUTPUT * inputs.length;
  const run = await runTool(recipe.clang, args, { folder: scratch, outputLimit, readsText: true });
  time.add(run.seconds);
  let isSpoilt = false;
  return inputs.map(({ name }, i): BatchOutput | null => {
    // once there was an error, the compiler looks for fewer: a missing return, for one, it does not tell any more
    if (isSpoilt) return null;
    const [said, isWhole] = isOne ? [run.stderr, true] : saidOf(run.stderr, mark, i);
    const isFailed = ERROR.test(said);
    isSpoilt = isFailed;
    const made = isCompiled ? read(join(scratch, name, `${UNIT}.o`)) : null;
    const isDone = isWhole && !run.timedOut && (isFailed || !isCompiled || made !== null);
    if (!isDone && !isOne) return null;
    const printed = isOne ? run.stdout : printedOf(run.stdout, mark, i);
    return {
      code: isOne ? run.code : isFailed ? 1 : 0,
      stdout: action === "preprocess" ? withoutName(printed, paths[i]!) : run.stdout,
      stderr: said,
      timedOut: run.timedOut,
      seconds: run.seconds,
      object: run.code !== 0 && (isOne || isFailed) ? null : made,
      notes: isCompiled ? read(join(scratch, `${name}.gcno`)) : null,
    };
  });
}

/** For one text: memory is not given back before the process ends. */
const KEEP_ALL = "-disable-free";

const ERROR = /(?:^|: )(?:fatal )?error: /m;

const read = (path: string): Buffer | null => (existsSync(path) ? readFileSync(path) : null);

/** The file that says what there is for the compiler: these texts, and what is seen behind them. */
function withTexts(
  seen: readonly OverlayRoot[],
  texts: ReadonlyMap<string, string>,
  scratch: string,
): string {
  const own: OverlayRoot[] = [];
  for (const [i, [path, text]] of [...texts].entries()) {
    const file = join(scratch, `${i}.text`);
    writeFileSync(file, text);
    const isAbsolute = path.startsWith("/");
    const name = isAbsolute ? path : `${HERE}/${path}`;
    // where the object goes
    if (!isAbsolute) mkdirSync(join(scratch, path, ".."), { recursive: true });
    own.push({ type: "file", name, "external-contents": file });
  }
  const out = join(scratch, "overlay.yaml");
  const view = {
    version: 0,
    "case-sensitive": true,
    "overlay-relative": false,
    fallthrough: false,
    "use-external-names": false,
    roots: [...own, ...seen],
  };
  writeFileSync(out, JSON.stringify(view));
  return out;
}

/** What was said of the i-th text, and whether the compiler came to its end. */
function saidOf(stderr: string, mark: string, i: number): readonly [string, boolean] {
  const isMark = (line: string): boolean => line.includes(`: warning: ${mark} [-W#pragma-messages]`);
  const parts: string[][] = [[]];
  for (const line of stderr.split("\n")) {
    if (isMark(line)) parts.push([]);
    else parts.at(-1)!.push(line);
  }
  const isWhole = parts.length > i + 2;
  return [(parts[i + 1] ?? parts.at(-1)!).join("\n"), isWhole];
}

/** What was printed for the i-th text. */
function printedOf(stdout: string, mark: string, i: number): string {
  const part = stdout.split(`\n#pragma message("${mark}")\n`)[i + 1] ?? "";
  const next = part.lastIndexOf(`\n# 1 "${VIRTUAL_ROOT}/${mark}.c"\n`);
  return next < 0 ? part : part.slice(0, next + 1);
}

/** Without the lines that name the file of a text, which has a name of its own. */
const withoutName = (printed: string, path: string): string =>
  printed
    .split("\n")
    .filter((line) => !line.startsWith(`# 1 "${path}"`))
    .join("\n");
