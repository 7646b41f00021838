// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { KernelTree } from "../../base/kernel-tree.ts";
import { projectRoot } from "../../base/project-root.ts";
import type { View } from "../../base/view.ts";
import type { ConfigName } from "../../machine/config.ts";
import { VIRTUAL_ROOT } from "../compile-flags.ts";
import type { Diagnostic } from "../diagnostic.ts";
import { makeOverlay } from "../overlay.ts";
import type { Workshop } from "../workshop.ts";
import { askAtFaultPoints } from "./ask-at-fault-points.ts";
import { countParameters } from "./count-parameters.ts";
import { DRIVEN_FILES, isDriven } from "./driven-files.ts";
import { GENERATED, generatedHeaders } from "./generated-headers.ts";
import { DECLARATIONS, loadOverrides, withOverrides } from "./overrides.ts";
import { KERNEL, type Preprocessed, preprocess, type TreeFlags } from "./preprocess.ts";
import { treeConfig } from "./tree-config.ts";

/** The runtime for trees, as kernel code of its own. */
export const TREE_RUNTIME = "csrc/tree/runtime.c";

/** Order in which its parts stand in one unit: what one uses, an earlier one has. */
const PARTS = [
  "tree.h",
  "boot.c",
  "p2m.c",
  "lists.c",
  "memory.c",
  "pages.c",
  "locks.c",
  "lazy.c",
  "xen.c",
  "highmem.c",
  "bits.c",
  "process.c",
  "waiting.c",
  "steps.c",
  "grant-api.c",
] as const;

/** One side of a tree, preprocessed: the files that are to be sliced. */
export interface TreeUnits {
  readonly units: ReadonlyMap<string, Preprocessed>;
  readonly flags: TreeFlags;
  /** Kernel paths of all files that were read for it. */
  readonly paths: readonly string[];
}

/**
 * Preprocesses the files of a tree that scenarios drive or that the patch touches, and the runtime for them, with the
 * tree's own headers and our replacements behind the headers that they belong to.
 */
export async function preprocessTree(
  { recipe, cache, limiter }: Workshop,
  config: ConfigName,
  view: View,
): Promise<TreeUnits> {
  const { tree } = view;
  const kconfigs = new Set<string>();
  const texts = baseTexts(view, config, kconfigs);
  const standard = standardOf(tree);
  const files = unitPaths(view);
  const run = (overlay: string, path: string, text: string, extra: readonly string[]) =>
    shared(JSON.stringify([config, overlay, path, text, extra]), () =>
      limiter.run(() => preprocess(recipe, config, { overlay, standard }, path, text, extra)),
    );

  // once to see which headers there are, then with the macros of these replaced
  const runtime = runtimeText();
  const bare = makeOverlay(cache, texts, [KERNEL, tree.dir]);
  const first = await run(bare, TREE_RUNTIME, runtime, []);
  const replaced = new Map(overriddenHeaders(first, view));
  const overlay = makeOverlay(cache, new Map([...replaced, ...without(texts, replaced)]), [KERNEL, tree.dir]);
  const done = files.map(
    async (path) => [path, await run(overlay, path, view.read(path) ?? "", [])] as const,
  );
  const units = new Map(await Promise.all(done));
  // what else the patch touches makes no other kernel of it
  const driven = [...units].flatMap(([path, { text }]) => (isDriven(path) ? [text] : []));
  const knows = whatItKnows(runtime, driven);
  units.set(TREE_RUNTIME, asking(await run(overlay, TREE_RUNTIME, runtime, knows)));
  const read = new Set([...units.values(), first].flatMap(({ headers }) => headers));
  for (const path of [...files, ...kconfigs]) read.add(path);
  const paths = [...read].filter((path) => !path.startsWith("csrc/") && !path.startsWith("generated/"));
  return { units, flags: { overlay, standard }, paths: paths.sort() };
}

/**
 * Macros by which the runtime asks what a tree has: HB_HAS_name, that its files know a name, and HB_ARGS_name, how many
 * parameters its prototype has.
 */
function whatItKnows(runtime: string, texts: readonly string[]): string[] {
  const asked = (what: string): string[] => [
    ...new Set([...runtime.matchAll(new RegExp(`\\b${what}_(\\w+)`, "g"))].map((match) => match[1]!)),
  ];
  const names = new Set(texts.flatMap((text) => text.match(/[A-Za-z_]\w*/g) ?? []));
  const has = asked("HB_HAS").filter((name) => names.has(name));
  const counts = asked("HB_ARGS").flatMap((name): string[] => {
    const count = texts.map((text) => countParameters(text, name)).find((one) => one !== null);
    return count === undefined ? [] : [`-DHB_ARGS_${name}=${count}`];
  });
  return [...has.map((name) => `-DHB_HAS_${name}=1`), ...counts];
}

/** The sides of a patch have most of their files in common: each is preprocessed once. */
const underWay = new Map<string, Promise<Preprocessed>>();

function shared(key: string, make: () => Promise<Preprocessed>): Promise<Preprocessed> {
  const digest = createHash("sha256").update(key).digest("hex");
  const known = underWay.get(digest);
  if (known !== undefined) return known;
  const made = make();
  underWay.set(digest, made);
  return made;
}

/** Kernels are written in gnu11 since 5.18; what they need of it, their headers show. */
export function standardOf(tree: KernelTree): string {
  const [major, minor] = tree.version;
  return major > 5 || (major === 5 && minor >= 18) ? "gnu11" : "gnu89";
}

/** @returns kernel paths of the files to slice */
export function unitPaths(view: View): string[] {
  const touched = [...view.files.keys()].filter((path) => path.endsWith(".c"));
  const driven = DRIVEN_FILES.filter((path) => view.read(path) !== null);
  return [...new Set([...driven, ...touched])].sort();
}

/** What the compiler sees in place of, or beside, the tree's own files. */
export function baseTexts(view: View, config: ConfigName, kconfigs: Set<string>): Map<string, string> {
  const { tree } = view;
  const texts = new Map<string, string>();
  // a .c file is handed over by itself: so sides that differ in these alone have one view of the headers
  for (const [path, text] of view.files) if (!path.endsWith(".c")) texts.set(`${KERNEL}/${path}`, text);
  const { autoconf } = treeConfig(tree, config, (path) => {
    kconfigs.add(path);
    return view.read(path);
  });
  for (const [path, text] of generatedHeaders(tree, autoconf)) texts.set(`${GENERATED}/${path}`, text);
  const first = ["linux/compiler-version.h", "linux/kconfig.h", "linux/compiler_types.h"].filter(
    (path) => view.read(`include/${path}`) !== null,
  );
  const includes = ["generated/autoconf.h", ...first].map((path) => `#include <${path}>\n`).join("");
  texts.set(`${GENERATED}/include/hunkbox-first.h`, includes);
  const root = projectRoot();
  texts.set(`${VIRTUAL_ROOT}/${DECLARATIONS}`, readFileSync(join(root, DECLARATIONS), "utf8"));
  for (const name of ["hunkbox/abi.h", "hunkbox/imports.h"])
    texts.set(
      `${VIRTUAL_ROOT}/csrc/include-tree/${name}`,
      readFileSync(join(root, "csrc/include", name), "utf8"),
    );
  return texts;
}

function overriddenHeaders({ headers }: Preprocessed, view: View): [string, string][] {
  const overrides = loadOverrides();
  return headers.flatMap((path) => {
    const text = view.read(path);
    const changed = text === null ? null : withOverrides(path, text, overrides);
    return changed === null ? [] : [[`${KERNEL}/${path}`, changed] as [string, string]];
  });
}

const without = (texts: ReadonlyMap<string, string>, others: ReadonlyMap<string, string>) =>
  [...texts].filter(([path]) => !others.has(path));

function runtimeText(): string {
  return runtimeParts()
    .map(({ text }) => text)
    .join("");
}

function runtimeParts(): { readonly path: string; readonly text: string }[] {
  const dir = join(projectRoot(), "csrc", "tree");
  return PARTS.map((name) => ({ path: `csrc/tree/${name}`, text: readFileSync(join(dir, name), "utf8") }));
}

/** Where each part of the runtime begins in its one unit, by line from 1. */
function partStarts(): { readonly path: string; readonly first: number }[] {
  let first = 1;
  return runtimeParts().map(({ path, text }) => {
    const start = { path, first };
    first += text.split("\n").length - 1;
    return start;
  });
}

const asked = new WeakMap<Preprocessed, Preprocessed>();

/** The runtime with its fault points: the same for both sides of a patch. */
function asking(unit: Preprocessed): Preprocessed {
  const known = asked.get(unit) ?? { ...unit, text: askAtFaultPoints(unit.text, runtimePart) };
  asked.set(unit, known);
  return known;
}

/** Our own files do not change while a process runs. */
let starts: ReturnType<typeof partStarts> | null = null;

/** @returns the part in which a line of the runtime's one unit stands, by its path */
function runtimePart(line: number): string {
  starts ??= partStarts();
  return starts.findLast(({ first }) => first <= line)?.path ?? TREE_RUNTIME;
}

/** Puts the runtime's parts back where its one unit was made of them: its line markers name the files that there are. */
export function namingParts(text: string): string {
  const starts = partStarts();
  return text.replaceAll(/^# (\d+) "csrc\/tree\/runtime\.c"/gm, (_all, digits: string) => {
    const line = Number(digits);
    const part = starts.findLast((one) => one.first <= line) ?? starts[0]!;
    return `# ${line - part.first + 1} "${part.path}"`;
  });
}

/** @returns where a line of a part of the runtime stands in its one unit; another file's line as it is */
export function mergedPlace(file: string, line: number): { readonly file: string; readonly line: number } {
  const part = partStarts().find(({ path }) => path === file);
  return part === undefined ? { file, line } : { file: TREE_RUNTIME, line: part.first + line - 1 };
}

/** Errors of all units, once each. */
export const errorsOf = (units: Iterable<Preprocessed>): Diagnostic[] =>
  [...units].flatMap((unit) => unit.errors);
