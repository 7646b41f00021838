// SPDX-License-Identifier: GPL-2.0-only
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../base/project-root.ts";

/** A replacement for macros that hold instructions of an x86, or that mean something else here. */
export interface Override {
  /** Path in the project, as lines of it are shown. */
  readonly path: string;
  readonly text: string;
  /** The macros that it takes away before it defines them anew. */
  readonly macros: readonly string[];
}

/** Read before all else; not behind a header of the tree. */
export const DECLARATIONS = "csrc/override/declare.h";

let known: readonly Override[] | null = null;

/** All of csrc/override. */
export function loadOverrides(): readonly Override[] {
  if (known !== null) return known;
  const dir = join(projectRoot(), "csrc", "override");
  known = readdirSync(dir)
    .filter((name) => name.endsWith(".h"))
    .sort()
    .map((name) => {
      const text = readFileSync(join(dir, name), "utf8");
      const macros = [...text.matchAll(/^#undef (\w+)/gm)].map((match) => match[1]!);
      return { path: `csrc/override/${name}`, text, macros: macros.filter((one) => !one.startsWith("HB_")) };
    });
  return known;
}

/**
 * A header with what replaces its macros behind it. Replacements belong to the header that defines a macro: whatever
 * is read after it uses the new one, and inline functions that only use such a macro stay the tree's own.
 *
 * @returns the new text, or null for a header that defines none of them
 */
export function withOverrides(path: string, text: string, overrides: readonly Override[]): string | null {
  const defined = new Set([...text.matchAll(/^[ \t]*#[ \t]*define[ \t]+(\w+)/gm)].map((match) => match[1]!));
  const wanted = overrides.filter(({ macros }) => macros.some((macro) => defined.has(macro)));
  if (wanted.length === 0) return null;
  const end = text.endsWith("\n") ? "" : "\n";
  const parts = wanted.map((one) => `# 1 "${one.path}"\n${one.text}`);
  return `# 1 "${path}"\n${text}${end}${parts.join("")}`;
}
