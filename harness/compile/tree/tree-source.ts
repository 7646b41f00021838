// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../base/project-root.ts";
import type { KernelTree } from "../../base/tree/kernel-tree.ts";
import type { View } from "../../base/view.ts";
import type { ConfigName } from "../../machine/config.ts";
import { withoutLineDirectives } from "../../slice/text/without-line-directives.ts";
import { builderCode } from "../cache/builder-code.ts";
import type { Cache } from "../cache/cache.ts";
import { digestOf } from "../cache/digest-of.ts";
import type { Workshop } from "../cache/workshop.ts";
import { VIRTUAL_ROOT } from "../toolchain/compile-flags.ts";
import type { Diagnostic } from "../toolchain/diagnostic.ts";
import { Overlay } from "../toolchain/overlay.ts";
import { askAtFaultPoints } from "./ask-at-fault-points.ts";
import { countParameters } from "./count-parameters.ts";
import { GENERATED, generatedHeaders } from "./generated-headers.ts";
import { hasMember } from "./has-member.ts";
import { LazyUnit } from "./lazy-unit.ts";
import { DECLARATIONS, loadOverrides, withOverrides } from "./overrides.ts";
import { KERNEL, type Preprocessed, preprocess, type TreeFlags } from "./preprocess.ts";
import { treeConfig } from "./tree-config.ts";

/** The runtime for trees, as kernel code of its own. */
export const TREE_RUNTIME = "csrc/kernel/runtime.c";

/** Order in which its parts stand in one unit: what one uses, an earlier one has. */
const PARTS = [
  "kernel.h",
  "fs/devices.c",
  "xen/privcmd.c",
  "mm/memmap.c",
  "boot.c",
  "xen/p2m.c",
  "lib/lists.c",
  "mm/alloc.c",
  "mm/uaccess.c",
  "mm/pages.c",
  "locking/locks.c",
  "xen/multicalls.c",
  "xen/hypercalls.c",
  "xen/balloon.c",
  "mm/gup.c",
  "mm/pgtable.c",
  "mm/highmem.c",
  "lib/bits.c",
  "mm/areas.c",
  "mm/notifiers.c",
  "fs/files.c",
  "mm/mmap.c",
  "sched/waiting.c",
  "steps/steps.c",
  "steps/grant-api.c",
] as const;

/** One side of a tree, preprocessed: the files that are to be sliced. */
export interface TreeUnits {
  readonly units: ReadonlyMap<string, Preprocessed>;
  readonly flags: TreeFlags;
  /** Kernel paths of all files that were read for it. */
  readonly paths: readonly string[];
}

/** What was found out about one side: on another one it is mostly the same. */
interface Findings {
  /** Headers that the runtime reads, by kernel path. */
  readonly headers: readonly string[];
  /** Definitions of HB_HAS_name and HB_ARGS_name. */
  readonly macros: string;
}

/** One side, and what was found out about it. */
interface FoundSide {
  readonly findings: Findings;
  readonly source: TreeUnits;
}

/**
 * Preprocesses the files of a tree that scenarios drive or that the patch touches, and the runtime for them, with the
 * tree's own headers and our replacements behind the headers that they belong to. The first side shows what these are;
 * of the others it is supposed, and looked at.
 */
export async function preprocessTree(workshop: Workshop, config: ConfigName, view: View): Promise<TreeUnits> {
  const { once } = workshop;
  const side = new SideSource(workshop, config, view);
  const { dir } = view.tree;
  const isOwn = { ofAll: false, ofConfig: false };
  const ofAll = once.make(`first side of ${dir}`, () => {
    isOwn.ofAll = true;
    return side.explore();
  });
  const ofConfig = once.make(`first side of ${dir} in ${config}`, async () => {
    isOwn.ofConfig = true;
    return isOwn.ofAll ? await ofAll : await side.like((await ofAll).findings);
  });
  const first = await ofConfig;
  return (isOwn.ofConfig ? first : await side.like(first.findings)).source;
}

/** One side of a tree in one configuration, as the compiler sees it. */
class SideSource {
  readonly #workshop: Workshop;
  readonly #config: ConfigName;
  readonly #view: View;
  readonly #standard: string;
  readonly #texts: ReadonlyMap<string, string>;
  readonly #kconfigs = new Set<string>();
  readonly #runtime = runtimeText();

  constructor(workshop: Workshop, config: ConfigName, view: View) {
    this.#workshop = workshop;
    this.#config = config;
    this.#view = view;
    this.#standard = standardOf(view.tree);
    this.#texts = baseTexts(view, config, this.#kconfigs);
  }

  /** Preprocesses the runtime once to see which headers there are, and then all with the macros of these replaced. */
  async explore(): Promise<FoundSide> {
    const { headers } = await this.#run(this.#overlay(new Map()), TREE_RUNTIME, this.#runtime);
    const replaced = this.#replaced(headers);
    const overlay = this.#overlay(replaced);
    const units = await this.#files(overlay);
    const macros = this.#whatItKnows(units);
    const runtime = await this.#run(overlay, TREE_RUNTIME, this.#runtime, macros);
    return this.#found({ headers, macros }, overlay, units, runtime);
  }

  /** Preprocesses all at once, supposing that it is with this side as with another one. */
  async like({ headers, macros }: Findings): Promise<FoundSide> {
    const replaced = this.#replaced(headers);
    const overlay = this.#overlay(replaced);
    const supposed = this.#run(overlay, TREE_RUNTIME, this.#runtime, macros);
    const [units, first] = await Promise.all([this.#files(overlay), supposed]);
    const own = this.#whatItKnows(units);
    const runtime = own === macros ? first : await this.#run(overlay, TREE_RUNTIME, this.#runtime, own);
    const isLike = [...this.#replaced(runtime.headers).keys()].every((path) => replaced.has(path));
    return isLike ? this.#found({ headers, macros: own }, overlay, units, runtime) : await this.explore();
  }

  #whatItKnows(units: ReadonlyMap<string, Preprocessed>): string {
    const { driven, cache } = this.#workshop;
    return whatItKnows(this.#runtime, drivenUnits(units, driven), cache);
  }

  #found(
    findings: Findings,
    overlay: Overlay,
    files: ReadonlyMap<string, Preprocessed>,
    runtime: Preprocessed,
  ): FoundSide {
    const units = new Map(files).set(TREE_RUNTIME, asking(runtime));
    const read = [...units.values()].flatMap((unit) => unit.headers);
    const all = new Set([...findings.headers, ...read, ...files.keys(), ...this.#kconfigs]);
    const paths = [...all].filter((path) => !path.startsWith("csrc/") && !path.startsWith("generated/"));
    const flags = this.#flags(overlay);
    return { findings, source: { units, flags, paths: paths.sort() } };
  }

  async #files(overlay: Overlay): Promise<Map<string, Preprocessed>> {
    const done = unitPaths(this.#view, this.#workshop.driven).map(
      async (path) => [path, await this.#run(overlay, path, this.#view.read(path) ?? "")] as const,
    );
    return new Map(await Promise.all(done));
  }

  #flags(overlay: Overlay): TreeFlags {
    return { overlay, standard: this.#standard, tree: this.#view.tree };
  }

  /** The sides of a patch have most of their files in common. */
  #run(overlay: Overlay, path: string, text: string, macros = ""): Promise<Preprocessed> {
    const flags = this.#flags(overlay);
    return this.#workshop.once.make(digestOf([this.#config, overlay.key, path, text, macros]), () =>
      preprocess(this.#workshop, this.#config, flags, path, text, macros),
    );
  }

  #overlay(replaced: ReadonlyMap<string, string>): Overlay {
    const others = [...this.#texts].filter(([path]) => !replaced.has(path));
    return new Overlay(new Map([...replaced, ...others]), [KERNEL, this.#view.tree.dir]);
  }

  /** Headers with our replacements behind them, by virtual path. */
  #replaced(headers: readonly string[]): Map<string, string> {
    const overrides = loadOverrides();
    const found = new Map<string, string>();
    for (const path of headers) {
      const read = this.#view.read(path);
      const text = read !== null && this.#view.files.has(path) ? withoutLineDirectives(read) : read;
      const changed = text === null ? null : withOverrides(path, text, overrides);
      if (changed !== null) found.set(`${KERNEL}/${path}`, changed);
    }
    return found;
  }
}

/** What else the patch touches makes no other kernel of it. */
const drivenUnits = (
  units: ReadonlyMap<string, Preprocessed>,
  driven: readonly string[],
): readonly Preprocessed[] => [...units].flatMap(([path, unit]) => (driven.includes(path) ? [unit] : []));

/** What the runtime asks for, of one unit: names that it has, parameters of prototypes, pointers of structs. */
interface Known {
  readonly has: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
  readonly members: readonly string[];
}

/**
 * Macros by which the runtime asks what a tree has: HB_HAS_name, that its files know a name, HB_ARGS_name, how many
 * parameters its prototype has, and HB_MEMBER_struct__member, that a struct has a pointer to a function of that name.
 */
function whatItKnows(runtime: string, units: readonly Preprocessed[], cache: Cache): string {
  const asked = (what: string): string[] => [
    ...new Set([...runtime.matchAll(new RegExp(`\\b${what}_(\\w+)`, "g"))].map((match) => match[1]!)),
  ];
  const [names, prototypes, pointers] = [asked("HB_HAS"), asked("HB_ARGS"), asked("HB_MEMBER")];
  const ofUnit = ({ text }: Preprocessed): Known => {
    const there = new Set(text.match(/[A-Za-z_]\w*/g) ?? []);
    const counts = prototypes.flatMap((name) => {
      const count = countParameters(text, name);
      return count === null ? [] : [[name, count] as const];
    });
    return {
      has: names.filter((name) => there.has(name)),
      counts: Object.fromEntries(counts),
      members: pointers.filter((name) => hasMember(text, name)),
    };
  };
  const question = digestOf([builderCode(), ...names, "", ...prototypes, "", ...pointers]);
  const known = units.map((unit) =>
    cache.kept(`knows-${digestOf([question, unit.digest])}`, () => ofUnit(unit)),
  );
  const has = names.filter((name) => known.some((one) => one.has.includes(name)));
  const counts = prototypes.flatMap((name): string[] => {
    const [count] = known.flatMap((one) => (Object.hasOwn(one.counts, name) ? [one.counts[name]!] : []));
    return count === undefined ? [] : [`#define HB_ARGS_${name} ${count}\n`];
  });
  const members = pointers.filter((name) => known.some((one) => one.members.includes(name)));
  const defined = [...has.map((name) => `HAS_${name}`), ...members.map((name) => `MEMBER_${name}`)];
  return [...defined.map((name) => `#define HB_${name} 1\n`), ...counts].join("");
}

/** Kernels are written in gnu11 since 5.18; what they need of it, their headers show. */
export function standardOf(tree: KernelTree): string {
  const [major, minor] = tree.version;
  return major > 5 || (major === 5 && minor >= 18) ? "gnu11" : "gnu89";
}

/** @param driven files that scenarios drive @returns kernel paths of the files to slice */
export function unitPaths(view: View, driven: readonly string[]): string[] {
  const touched = [...view.files.keys()].filter((path) => path.endsWith(".c"));
  const there = driven.filter((path) => view.read(path) !== null);
  return [...new Set([...there, ...touched])].sort();
}

/** What the compiler sees in place of, or beside, the tree's own files. */
export function baseTexts(view: View, config: ConfigName, kconfigs: Set<string>): Map<string, string> {
  const { tree } = view;
  const texts = new Map<string, string>();
  // a .c file is handed over by itself: so sides that differ in these alone have one view of the headers
  for (const [path, text] of view.files) {
    if (!path.endsWith(".c")) texts.set(`${KERNEL}/${path}`, withoutLineDirectives(text));
  }
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

function runtimeText(): string {
  return runtimeParts()
    .map(({ text }) => text)
    .join("");
}

function runtimeParts(): { readonly path: string; readonly text: string }[] {
  const dir = join(projectRoot(), "csrc", "kernel");
  return PARTS.map((name) => ({ path: `csrc/kernel/${name}`, text: readFileSync(join(dir, name), "utf8") }));
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
  const known = asked.get(unit);
  if (known !== undefined) return known;
  const { headers, errors } = unit;
  const digest = digestOf(["asking", unit.digest, runtimeText()]);
  const made = new LazyUnit({ digest, headers, errors }, () => askAtFaultPoints(unit.text, runtimePart));
  asked.set(unit, made);
  return made;
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
  return text.replaceAll(/^# (\d+) "csrc\/kernel\/runtime\.c"/gm, (_all, digits: string) => {
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
