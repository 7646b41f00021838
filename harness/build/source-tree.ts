// SPDX-License-Identifier: GPL-2.0-only
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { projectRoot } from "../base/project-root.ts";
import type { View } from "../base/view.ts";
import type { Cache } from "./cache.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { type Headers, makeHeaders } from "./headers.ts";

/** A file to compile. */
export interface Unit {
  /** Kernel path, or csrc/… for a file of the runtime. */
  readonly path: string;
  readonly text: string;
  /** C counts its edges against the step budget; the counter itself is in assembly. */
  readonly language: "c" | "assembler";
  /** True for the other end of an instrumentation, which is not instrumented itself. */
  readonly isPlain?: boolean;
  /** Flags of its own, behind all others. */
  readonly flags?: readonly string[];
}

/** All that the compiler can see of one side. */
export interface SourceTree {
  readonly units: readonly Unit[];
  readonly headers: Headers;
  /** What is wrong before anything is compiled. */
  readonly errors: readonly Diagnostic[];
}

/**
 * Prepares one side for the compiler. Headers reach it through an overlay without fall-through: a path that is not in
 * the view, or in csrc/include, does not exist for it, so a hostile patch cannot include a file of this machine.
 */
export function prepareSource(view: View, cache: Cache): SourceTree {
  const headers = new Map<string, string>();
  const units: Unit[] = [];
  for (const [path, text] of view.files) {
    if (path.endsWith(".h")) headers.set(`kernel/${path}`, text);
    else if (path.endsWith(".c")) units.push({ path, text, language: "c" });
  }
  for (const [path, text] of ownHeaders()) headers.set(path, text);
  units.push(...runtimeUnits());
  return { units, headers: makeHeaders(headers, cache), errors: [] };
}

/** Our own kernel headers, by path in the project. */
export function ownHeaders(): [string, string][] {
  const dir = join(projectRoot(), "csrc", "include");
  return [...ownFiles(dir)].map(([path, text]) => [`csrc/include/${path}`, text]);
}

/**
 * The runtime's C as one unit: starting the compiler costs more than compiling one of its files.
 *
 * @param wanted tells which of its files, by their names
 * @param more files beside them, by path in the project
 */
export function runtimeUnits(
  wanted: (name: string) => boolean = () => true,
  more: readonly string[] = [],
): Unit[] {
  const root = projectRoot();
  const files = [...ownFiles(join(root, "csrc", "runtime"))].map(([name, text]) => [
    `csrc/runtime/${name}`,
    text,
    wanted(name),
  ]) as [string, string, boolean][];
  for (const path of more)
    files.push([path, ownFiles(dirname(join(root, path))).get(basename(path)) ?? "", true]);
  const c = files.filter(([path, , isWanted]) => isWanted && path.endsWith(".c"));
  const text = c.map(([path, content]) => `# 1 "${path}"\n${content}`).join("");
  const assembly = files.filter(([path]) => path.endsWith(".s"));
  return [
    { path: "csrc/runtime/runtime.c", text, language: "c" },
    ...assembly.map(([path, content]): Unit => ({ path, text: content, language: "assembler" })),
  ];
}

/** Our own C does not change while a process runs. */
const own = new Map<string, ReadonlyMap<string, string>>();

function ownFiles(dir: string): ReadonlyMap<string, string> {
  let files = own.get(dir);
  if (files === undefined) {
    const names = readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
      .sort();
    files = new Map(names.map((name) => [name, readFileSync(join(dir, name), "utf8")]));
    own.set(dir, files);
  }
  return files;
}
