// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from "node:crypto";
import { lineOf } from "../../base/line-of.ts";
import type { View } from "../../base/view.ts";
import type { ConfigName } from "../../machine/config.ts";
import { builderCode } from "../cache/builder-code.ts";
import { digestOf } from "../cache/digest-of.ts";
import type { Workshop } from "../cache/workshop.ts";
import { type Diagnostic, kernelPath, parseDiagnostics, STOPPED } from "../toolchain/diagnostic.ts";
import { Overlay } from "../toolchain/overlay.ts";
import type { BatchInput, BatchKind } from "../toolchain/run-batch.ts";
import { objectGuards } from "./object-guards.ts";
import { onlyAfter } from "./only-after.ts";
import { inputOf, KERNEL, SEARCH_FLAGS, type TreeFlags, x86Flags } from "./preprocess.ts";
import { tooManyFiles } from "./too-many-files.ts";
import { type TreeConfig, treeConfig } from "./tree-config.ts";
import { cachedSide, sideKey } from "./tree-key.ts";
import { baseTexts, standardOf, unitPaths } from "./tree-source.ts";

/** What a compiler for x86 says of whole files, in one configuration. */
export interface GateResult {
  /** Errors that only the after side has: it does not build. */
  readonly broken: readonly Diagnostic[];
  /** Errors that only the before side has. */
  readonly mended: readonly Diagnostic[];
  /** Files that were not looked at, or not to their end, with the reason: `arch/arm/xen/mm.c: not for x86`. */
  readonly unseen: readonly string[];
}

/** Warnings that a kernel's build makes errors of, and that say that code does not do what it says. */
const ERRORS = [
  "-Wno-everything",
  "-Werror=implicit-function-declaration",
  "-Werror=implicit-int",
  "-Werror=incompatible-pointer-types",
  "-Werror=int-conversion",
  "-Werror=return-type",
] as const;

/** One more, which kernels came to later: if this one has it, its Makefile says so. */
const STRICT = "-Werror=strict-prototypes";

/** Where a kernel names them. */
const MAKEFILES = ["Makefile", "scripts/Makefile.extrawarn"] as const;

const strictOf = (view: View): readonly string[] =>
  MAKEFILES.some((path) => view.read(path)?.includes(STRICT)) ? [STRICT] : [];

/** A file of one side, parsed. */
interface Parsed {
  readonly errors: readonly Diagnostic[];
  /** Kernel paths of all that was read. */
  readonly read: readonly string[];
  /** Why the compiler did not come to the end; empty if it did. */
  readonly stopped: string;
}

/**
 * Has the compiler look at whole files, for x86 and with the tree's own macros, before and after: at the .c files that
 * the patch touches, anywhere in the tree, and at those that scenarios drive where it touches a header. What the tree
 * does not build in this configuration is left out.
 */
export async function syntaxGate(
  workshop: Workshop,
  config: ConfigName,
  before: View,
  after: View,
): Promise<GateResult> {
  const { cache } = workshop;
  const { tree } = before;
  const digest = createHash("sha256");
  for (const view of [before, after]) digest.update(`${sideKey(workshop, config, view)}\0`);
  return await cachedSide(cache, `gate-${digest.digest("hex").slice(0, 32)}`, tree, async () => {
    const read = new Set<string>();
    const sides = {
      other: gateSide(before, config, read),
      this: gateSide(after, config, read),
    };
    const parse = ({ view, flags }: GateSide, path: string): Promise<Parsed> =>
      parseFile(workshop, config, flags, path, view.read(path) ?? "", strictOf(after));
    // where there are too many, none is run either
    const files = tooManyFiles(after).length > 0 ? [] : filesOf(before, after, workshop.driven);
    const gone = files.filter((path) => after.read(path) === null);
    const unseen: string[] = [];
    const seen = files.filter((path) => {
      const why = whyUnseen(path, [sides.other, sides.this]);
      if (why !== null) unseen.push(`${path}: ${why}`);
      return why === null;
    });
    const pairs = await Promise.all(
      seen.map(async (path) => {
        const [was, is] = await Promise.all(
          [sides.other, sides.this].map((side) => (side.view.read(path) === null ? null : parse(side, path))),
        );
        return { path, was: was ?? null, is: is ?? null };
      }),
    );
    const codeOf = (which: "other" | "this", { file, line }: Diagnostic): string =>
      lineOf(sides[which].view, file, line);
    const broken: Diagnostic[] = [];
    const mended: Diagnostic[] = [];
    for (const { path, was, is } of pairs) {
      for (const file of [...(was?.read ?? []), ...(is?.read ?? []), path]) read.add(file);
      if (is === null) continue;
      if (is.stopped !== "" && (was === null || was.stopped === is.stopped))
        unseen.push(`${path}: ${is.stopped}`);
      if (was !== null) {
        broken.push(...onlyAfter(was.errors, is.errors, codeOf));
        mended.push(
          ...onlyAfter(is.errors, was.errors, (side, one) => codeOf(side === "this" ? "other" : "this", one)),
        );
        continue;
      }
      // a new file: it may have had another name; what its headers are in for, nobody can tell
      const old = pairs.filter((one) => gone.includes(one.path)).flatMap((one) => one.was?.errors ?? []);
      const renamed = old.map((error) => (gone.includes(error.file) ? { ...error, file: path } : error));
      const fresh = onlyAfter(renamed, is.errors, () => "");
      broken.push(...fresh.filter(({ file }) => after.files.has(file)));
    }
    const side: GateResult = { broken: sorted(broken), mended: sorted(mended), unseen: unseen.sort() };
    return { side, paths: [...read].sort() };
  });
}

/** One side, ready for the compiler. */
interface GateSide {
  readonly view: View;
  readonly flags: TreeFlags;
  allows(symbol: string): boolean;
}

function gateSide(view: View, config: ConfigName, read: Set<string>): GateSide {
  const { tree } = view;
  const texts = baseTexts(view, config, read);
  const flags = { overlay: new Overlay(texts, [KERNEL, tree.dir]), standard: standardOf(tree), tree };
  let known: TreeConfig | null = null;
  const allows = (symbol: string): boolean => {
    known ??= treeConfig(tree, config, (path) => view.read(path));
    return known.allows(symbol);
  };
  return { view, flags, allows };
}

/** What many .c files depend on. */
const SHARED = /\.h$|(?:^|\/)Kconfig/;

/** The .c files that the patch touches; with a header that it touches, those that scenarios drive as well. */
function filesOf(before: View, after: View, driven: readonly string[]): string[] {
  const touched = [...new Set([...before.files.keys(), ...after.files.keys()])];
  const isShared = touched.some((path) => SHARED.test(path));
  const all = isShared ? [before, after].flatMap((view) => unitPaths(view, driven)) : [];
  return [...new Set([...touched.filter((path) => path.endsWith(".c")), ...all])].sort();
}

function whyUnseen(path: string, sides: readonly GateSide[]): string | null {
  const arch = /^arch\/(\w+)\//.exec(path)?.[1] ?? "x86";
  if (arch !== "x86") return "not for x86";
  if (/^(?:tools|scripts|samples|Documentation)\//.test(path)) return "not of the kernel";
  for (const { view, allows } of sides) {
    if (view.read(path) === null) continue;
    const guards = objectGuards(path, (file) => view.read(file));
    if (guards.length === 0 || guards.some(allows)) return null;
    return `not built there: needs ${guards.join(" or ")}`;
  }
  return null;
}

async function parseFile(
  workshop: Workshop,
  config: ConfigName,
  { overlay, standard, tree }: TreeFlags,
  path: string,
  text: string,
  strict: readonly string[],
): Promise<Parsed> {
  const more = [
    ...[...SEARCH_FLAGS, ...ERRORS, ...strict],
    ...["-ferror-limit", "0", "-fno-spell-checking"],
    ...["-sys-header-deps", "-dependency-file", "-", "-MT", "x"],
  ];
  const kind = { action: "parse", flags: x86Flags(config, standard), more, overlay } as const;
  const input = inputOf(path, text);
  const { recipe, cache } = workshop;
  const key = `parsed-${digestOf([builderCode(), recipe.version, recipe.clang, JSON.stringify([kind, input])])}`;
  return await cachedSide(cache, key, tree, async () => {
    const side = await parsed(workshop, kind, input, path);
    return { side, paths: side.read };
  });
}

async function parsed(workshop: Workshop, kind: BatchKind, input: BatchInput, path: string): Promise<Parsed> {
  const run = await workshop.compile(kind, input);
  const errors = parseDiagnostics(run.stderr);
  if (run.code !== 0 && errors.length === 0) {
    const why = run.timedOut ? `was ${STOPPED}` : `failed: ${run.stderr.trim().split("\n")[0] ?? ""}`;
    errors.push({ file: path, line: 0, column: 0, message: `the compiler ${why}` });
  }
  const fatal = /^.*?: fatal error: (.*)$/m.exec(run.stderr)?.[1];
  // of texts that were looked at together, all that any of them read
  const read = run.stdout.split(/\s+/).flatMap((word) => {
    return word.startsWith(`${KERNEL}/`) ? [kernelPath(word)] : [];
  });
  return { errors, read, stopped: fatal === undefined ? "" : `ends at ${fatal}` };
}

function sorted(errors: readonly Diagnostic[]): Diagnostic[] {
  const once = new Map(errors.map((error) => [`${error.file}:${error.line}: ${error.message}`, error]));
  return [...once.values()].sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}
