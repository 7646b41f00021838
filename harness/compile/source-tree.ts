// SPDX-License-Identifier: GPL-2.0-only
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../base/project-root.ts";
import type { Diagnostic } from "./toolchain/diagnostic.ts";
import type { Headers } from "./toolchain/headers.ts";

/** A file to compile. */
export interface Unit {
  /** Kernel path, or csrc/… for a file of the runtime. */
  readonly path: string;
  readonly text: string;
  /** C counts its edges against the step budget; the counter itself is in assembly. */
  readonly language: "c" | "assembler";
  /** True for the other end of an instrumentation, which is not instrumented itself. */
  readonly isPlain?: boolean;
  /** Flags of its own for the compiler proper, behind all others. */
  readonly flags?: readonly string[];
}

/** All that the compiler can see of one side. */
export interface SourceTree {
  readonly units: readonly Unit[];
  readonly headers: Headers;
  /** What is wrong before anything is compiled. */
  readonly errors: readonly Diagnostic[];
}

/** Our own headers, by path in the project: those that need no kernel's. */
export function ownHeaders(): [string, string][] {
  const dir = join(projectRoot(), "csrc", "include");
  return [...ownFiles(dir)].map(([path, text]) => [`csrc/include/${path}`, text]);
}

/** The part of the runtime that no structure of a kernel is in: compiled with our own headers, beside the slices. */
export function runtimeUnits(): Unit[] {
  const files = [...ownFiles(join(projectRoot(), "csrc", "runtime"))];
  const c = files.filter(([name]) => name.endsWith(".c"));
  // as one unit: starting the compiler costs more than compiling one of its files
  const text = c.map(([name, content]) => `# 1 "csrc/runtime/${name}"\n${content}`).join("");
  const assembly = files.filter(([name]) => name.endsWith(".s"));
  return [
    { path: "csrc/runtime/runtime.c", text, language: "c" },
    ...assembly.map(
      ([name, content]): Unit => ({ path: `csrc/runtime/${name}`, text: content, language: "assembler" }),
    ),
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
