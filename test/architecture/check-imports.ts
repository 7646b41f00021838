// SPDX-License-Identifier: GPL-2.0-only
import { dirname, join } from "node:path/posix";
import { readImports } from "./read-imports.ts";

/** The way of the data: a folder of harness/ may import itself and those before it. */
const ORDER = [
  "abi",
  "patch",
  "base",
  "slice",
  "compile",
  "machine",
  "hypervisor",
  "guest",
  "subject",
  "scenario",
  "judge",
  "gate",
  "backport",
  "report",
  "cli",
  "explore",
  "viewer",
];

/** What may be imported against the order. */
const EXCEPTIONS = [
  // a module is compiled for a configuration, and the machine says which there are
  { folder: "compile", target: "harness/machine/config.ts" },
];

/**
 * Holds the files of harness/ to the order of its folders.
 *
 * @param files source texts by path, from the checkout's root
 * @returns one line for each fault, as `path:line: what`
 */
export function checkImports(files: ReadonlyMap<string, string>): string[] {
  const faults: string[] = [];
  const graph = new Map<string, { target: string; line: number }[]>();
  for (const [path, text] of files) {
    const edges: { target: string; line: number }[] = [];
    graph.set(path, edges);
    for (const { from, line } of readImports(text)) {
      if (/(^|\/)patches\//.test(from)) {
        faults.push(`${path}:${line}: imports ${from}: patches/ is input, not code`);
        continue;
      }
      if (!from.startsWith(".")) continue;
      const target = join(dirname(path), from);
      const why = wrongWay(path, target);
      if (why !== null) faults.push(`${path}:${line}: imports ${target}: ${why}`);
      edges.push({ target, line });
    }
  }
  return [...faults, ...findCycles(graph)];
}

function wrongWay(path: string, target: string): string | null {
  if (!target.startsWith("harness/")) return "harness/ imports nothing from outside itself";
  const [from, to] = [path, target].map((file) => file.split("/")[1] ?? "") as [string, string];
  for (const folder of [from, to]) {
    if (!ORDER.includes(folder)) return `harness/${folder} has no place in the order (test/architecture)`;
  }
  if (ORDER.indexOf(to) <= ORDER.indexOf(from)) return null;
  if (EXCEPTIONS.some((one) => one.folder === from && one.target === target)) return null;
  return `${from} comes before ${to}`;
}

/** Files that import each other in a ring; each ring is named once, from its first file. */
function findCycles(graph: ReadonlyMap<string, readonly { target: string; line: number }[]>): string[] {
  const faults: string[] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): void => {
    if (done.has(file)) return;
    path.push(file);
    for (const { target, line } of graph.get(file) ?? []) {
      const start = path.indexOf(target);
      if (start === -1) visit(target);
      else faults.push(`${file}:${line}: closes a ring: ${[...path.slice(start), target].join(" -> ")}`);
    }
    path.pop();
    done.add(file);
  };
  for (const file of graph.keys()) visit(file);
  return faults;
}
