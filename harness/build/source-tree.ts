// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../base/project-root.ts";
import type { View } from "../base/view.ts";
import type { Cache } from "./cache.ts";
import { VIRTUAL_ROOT } from "./compile-flags.ts";

/** A file to compile. */
export interface Unit {
  /** Kernel path, or csrc/… for a file of the runtime. */
  readonly path: string;
  readonly text: string;
  /** C counts its edges against the step budget; the counter itself is in assembly. */
  readonly language: "c" | "assembler";
}

/** All that the compiler can see of one side: its units, and an overlay that holds the headers and nothing else. */
export interface SourceTree {
  readonly units: readonly Unit[];
  /** Path of the overlay file for -ivfsoverlay. */
  readonly overlay: string;
  /** Changes with any header. */
  readonly headersKey: string;
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 32);

/**
 * Prepares one side for the compiler. Headers reach it through an overlay without fall-through: a path that is not in
 * the view, or in csrc/include, does not exist for it, so a hostile patch cannot include a file of this machine.
 */
export function prepareSource(view: View, cache: Cache): SourceTree {
  const root = projectRoot();
  const headers = new Map<string, string>();
  const digest = createHash("sha256");
  const units: Unit[] = [];
  const add = (virtual: string, text: string): void => {
    const key = `text-${sha256(text)}`;
    if (cache.find(key, "h") === null) cache.put(key, { h: text });
    headers.set(`${VIRTUAL_ROOT}/${virtual}`, join(cache.dir, key, "h"));
    digest.update(`${virtual}\0${text}\0`);
  };
  for (const [path, text] of view.files) {
    if (path.endsWith(".h")) add(`kernel/${path}`, text);
    else if (path.endsWith(".c")) units.push({ path, text, language: "c" });
  }
  for (const [path, text] of ownFiles(join(root, "csrc", "include"))) add(`csrc/include/${path}`, text);
  units.push(...runtimeUnits(root));
  const overlay = JSON.stringify({
    version: 0,
    "case-sensitive": true,
    "overlay-relative": false,
    fallthrough: false,
    "use-external-names": false,
    roots: [...headers].map(([name, contents]) => ({ type: "file", name, "external-contents": contents })),
  });
  const overlayKey = `overlay-${sha256(overlay)}`;
  if (cache.find(overlayKey, "overlay.yaml") === null) cache.put(overlayKey, { "overlay.yaml": overlay });
  return {
    units,
    overlay: join(cache.dir, overlayKey, "overlay.yaml"),
    headersKey: digest.digest("hex").slice(0, 32),
  };
}

/** The runtime's C as one unit: starting the compiler costs more than compiling one of its files. */
function runtimeUnits(root: string): Unit[] {
  const files = [...ownFiles(join(root, "csrc", "runtime"))];
  const c = files.filter(([path]) => path.endsWith(".c"));
  const text = c.map(([path, content]) => `# 1 "csrc/runtime/${path}"\n${content}`).join("");
  const assembly = files.filter(([path]) => path.endsWith(".s"));
  return [
    { path: "csrc/runtime/runtime.c", text, language: "c" },
    ...assembly.map(([path, content]): Unit => {
      return { path: `csrc/runtime/${path}`, text: content, language: "assembler" };
    }),
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
