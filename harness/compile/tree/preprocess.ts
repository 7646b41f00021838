// SPDX-License-Identifier: GPL-2.0-only
import { dirname } from "node:path";
import { promisify } from "node:util";
import { constants, deflate, inflateSync } from "node:zlib";
import type { KernelTree } from "../../base/tree/kernel-tree.ts";
import type { ConfigName } from "../../machine/config.ts";
import { withoutLineDirectives } from "../../slice/text/without-line-directives.ts";
import { builderCode } from "../cache/builder-code.ts";
import { digestOf } from "../cache/digest-of.ts";
import type { Workshop } from "../cache/workshop.ts";
import { VIRTUAL_ROOT } from "../toolchain/compile-flags.ts";
import { type Diagnostic, parseDiagnostics, STOPPED } from "../toolchain/diagnostic.ts";
import type { Overlay } from "../toolchain/overlay.ts";
import type { BatchInput, BatchKind } from "../toolchain/run-batch.ts";
import { ToolError } from "../toolchain/tool-error.ts";
import { GENERATED } from "./generated-headers.ts";
import { LazyUnit } from "./lazy-unit.ts";
import { DECLARATIONS } from "./overrides.ts";
import { cachedSide } from "./tree-key.ts";

/** Where a tree is, seen from the compiler. */
export const KERNEL = `${VIRTUAL_ROOT}/kernel`;

/** A file with all that it includes. */
export interface Preprocessed {
  /** Equal only for equal texts. */
  readonly digest: string;
  readonly text: string;
  /** Headers that it read, by kernel path. */
  readonly headers: readonly string[];
  readonly errors: readonly Diagnostic[];
}

/** The compiler's view of a tree: how it is told to look. */
export interface TreeFlags {
  readonly overlay: Overlay;
  /** gnu89 for trees that are written in it. */
  readonly standard: string;
  /** The tree that is seen through the overlay. */
  readonly tree: KernelTree;
}

/** Flags for a file of the tree as an x86's compiler has them. */
export const x86Flags = (config: ConfigName, standard: string): string[] => [
  `--target=${config === "x86_64" ? "x86_64" : "i386"}-linux-gnu`,
  ...[`-std=${standard}`, "-nostdinc", "-ffreestanding", "-fshort-wchar"],
  ...(config === "x86_64" ? ["-mcmodel=kernel"] : []),
  "-fno-color-diagnostics",
  "-fno-caret-diagnostics",
];

/** Where files of a tree find headers, and what is read before them. */
const include = (dir: string): string[] => ["-I", dir];
export const SEARCH_FLAGS: readonly string[] = [
  "-D__KERNEL__",
  '-DKBUILD_MODNAME="hunkbox"',
  '-DKBUILD_BASENAME="hunkbox"',
  '-DKBUILD_MODFILE="hunkbox"',
  ...["-include", `${VIRTUAL_ROOT}/${DECLARATIONS}`],
  ...["-include", `${GENERATED}/include/hunkbox-first.h`],
  ...include(`${KERNEL}/arch/x86/include`),
  ...include(`${GENERATED}/arch`),
  ...include(`${KERNEL}/include`),
  ...include(`${GENERATED}/include`),
  ...include(`${KERNEL}/arch/x86/include/uapi`),
  ...include(`${GENERATED}/arch/uapi`),
  ...include(`${KERNEL}/include/uapi`),
  ...include(`${GENERATED}/uapi`),
  ...include(`${VIRTUAL_ROOT}/csrc/include-tree`),
];

/** A file of a tree as the compiler is given it. */
export const inputOf = (path: string, text: string, prefix = ""): BatchInput => ({
  text: `${prefix}# 1 "${path}"\n${withoutLineDirectives(text)}`,
  folder: `${KERNEL}/${dirname(path)}`,
  name: "",
});

/**
 * Preprocesses a file with the tree's own headers.
 *
 * @param path kernel path of the file
 * @param macros what is defined before it
 */
export async function preprocess(
  workshop: Workshop,
  config: ConfigName,
  { overlay, standard, tree }: TreeFlags,
  path: string,
  text: string,
  macros = "",
): Promise<Preprocessed> {
  const more = [...SEARCH_FLAGS, "-Wno-everything"];
  const kind = { action: "preprocess", flags: x86Flags(config, standard), more, overlay } as const;
  const input = inputOf(path, text, macros);
  const { recipe, cache } = workshop;
  const key = `preprocessed-${digestOf([builderCode(), recipe.version, recipe.clang, JSON.stringify([kind, input])])}`;
  let fresh: Preprocessed | null = null;
  const packed = await cachedSide(cache, key, tree, async () => {
    fresh = await preprocessed(workshop, kind, input, path);
    const side = await pack(fresh);
    return { side, paths: fresh.headers.filter(isOfTree), isKept: side.text.length < MOST_KEPT };
  });
  return fresh ?? new LazyUnit(packed, () => unpacked(path, packed.text));
}

/** @throws ToolError if what is kept is not what was put there */
function unpacked(path: string, text: string): string {
  try {
    return inflateSync(Buffer.from(text, "base64")).toString();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ToolError(
      `what the cache keeps of ${path} is damaged: ${why}`,
      "hunkbox cache --clear empties the cache",
    );
  }
}

/** In the form in which it is kept: most of it is the same headers again and again. */
async function pack({ digest, text, headers, errors }: Preprocessed): Promise<Preprocessed> {
  const small = await packText(Buffer.from(text), { level: constants.Z_BEST_SPEED });
  return { digest, text: small.toString("base64"), headers, errors };
}

const packText = promisify<Buffer, { readonly level: number }, Buffer>(deflate);

/** Characters of a packed file that is kept: those of a large kernel have half a million. */
const MOST_KEPT = 2_000_000;

/** Whether a path is one of the tree's own, and not of what stands before it. */
const isOfTree = (path: string): boolean => !path.startsWith("csrc/") && !path.startsWith("generated/");

async function preprocessed(
  workshop: Workshop,
  kind: BatchKind,
  input: BatchInput,
  path: string,
): Promise<Preprocessed> {
  const run = await workshop.compile(kind, input);
  // of a file that is given by its text, the compiler names the first header first
  const out = `# 1 "${path}"\n${run.stdout}`
    .replaceAll(`"${KERNEL}/`, '"')
    .replaceAll(`"${VIRTUAL_ROOT}/`, '"');
  const headers = new Set([...out.matchAll(/^# \d+ "([^"<]+)"/gm)].map((match) => match[1]!));
  headers.delete(path);
  const errors = run.code === 0 ? [] : parseDiagnostics(run.stderr);
  if (run.code !== 0 && errors.length === 0) {
    const why = run.timedOut ? STOPPED : (run.stderr.trim().split("\n")[0] ?? "failed");
    errors.push({ file: path, line: 0, column: 0, message: `the preprocessor ${why}` });
  }
  return { digest: digestOf([out]), text: out, headers: [...headers].sort(), errors };
}
