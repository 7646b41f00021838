// SPDX-License-Identifier: GPL-2.0-only
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { checkImports } from "./check-imports.ts";
import { readImports } from "./read-imports.ts";

/** Siblings that a reader still finds a file among. */
const MOST_FILES = 24;

const root = fileURLToPath(new URL("../..", import.meta.url));

function readSources(...folders: string[]): Map<string, string> {
  const files = new Map<string, string>();
  for (const folder of folders) {
    const names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
    for (const name of names.filter((one) => /\.tsx?$/.test(one)).sort()) {
      files.set(`${folder}/${name}`, readFileSync(join(root, folder, name), "utf8"));
    }
  }
  return files;
}

const check = (files: Record<string, string>): string[] => checkImports(new Map(Object.entries(files)));

test("imports in harness/ go one way", () => {
  const files = readSources("harness");
  expect(files.size).toBeGreaterThan(50);
  expect(checkImports(files)).toEqual([]);
});

test("a folder has few enough files to be read, and none that tools take for output", () => {
  const folders = new Map<string, number>();
  for (const path of readSources("harness").keys()) {
    const folder = dirname(path);
    folders.set(folder, (folders.get(folder) ?? 0) + 1);
  }
  expect([...folders].filter(([, files]) => files > MOST_FILES)).toEqual([]);
  expect([...folders.keys()].filter((folder) => /\/(build|dist|out)(\/|$)/.test(folder))).toEqual([]);
});

test("every source starts with its licence", () => {
  const wrong = [...readSources("harness", "test", "bench")]
    .filter(([, text]) => !/^(#!.*\n)?\/\/ SPDX-License-Identifier: GPL-2\.0-only\n/.test(text))
    .map(([path]) => `${path}:1`);
  expect(wrong).toEqual([]);
});

test("an import against the order is named by its line", () => {
  const files = {
    "harness/patch/a.ts": '// SPDX\nimport { b } from "../judge/b.ts";\n',
    "harness/judge/b.ts": "export const b = 1;\n",
  };
  expect(check(files)).toEqual([
    "harness/patch/a.ts:2: imports harness/judge/b.ts: patch comes before judge",
  ]);
});

test("a type imported against the order is one too", () => {
  const faults = check({ "harness/base/a.ts": 'import type { B } from "../cli/b.ts";\n' });
  expect(faults).toEqual(["harness/base/a.ts:1: imports harness/cli/b.ts: base comes before cli"]);
});

test("compile may know the configurations, and no more of the machine", () => {
  const faults = check({
    "harness/compile/a.ts": [
      'import type { ConfigName } from "../machine/config.ts";',
      'import { Machine } from "../machine/machine.ts";',
    ].join("\n"),
  });
  expect(faults).toEqual([
    "harness/compile/a.ts:2: imports harness/machine/machine.ts: compile comes before machine",
  ]);
});

test("files that import each other are a ring, by types as well", () => {
  const ring = { "harness/base/a.ts": 'import { b } from "./b.ts";\n' };
  expect(check({ ...ring, "harness/base/b.ts": '\nexport { a } from "./a.ts";\n' })).toEqual([
    "harness/base/b.ts:2: closes a ring: harness/base/a.ts -> harness/base/b.ts -> harness/base/a.ts",
  ]);
  expect(check({ ...ring, "harness/base/b.ts": 'import type { A } from "./a.ts";\n' })).toHaveLength(1);
});

test("patches, tests and unknown folders are not imported", () => {
  const faults = check({
    "harness/cli/a.ts": [
      'import mail from "../../patches/x.json" with { type: "json" };',
      'const late = await import("../../test/b.ts");',
      'import "../new/c.ts";',
    ].join("\n"),
  });
  expect(faults).toEqual([
    "harness/cli/a.ts:1: imports ../../patches/x.json: patches/ is input, not code",
    "harness/cli/a.ts:2: imports test/b.ts: harness/ imports nothing from outside itself",
    "harness/cli/a.ts:3: imports harness/new/c.ts: harness/new has no place in the order (test/architecture)",
  ]);
});

test("imports are found in all their forms, and not in comments", () => {
  const source = [
    '/* import { no } from "./comment.ts"; */',
    "import {",
    "  type A,",
    "  b,",
    '} from "./two-lines.ts"; // import "./no.ts"',
    'import type C from "./type.ts";',
    'import type, { d } from "./named-type.ts";',
    'export * from "./all.ts";',
    "const e = import('./late.ts');",
    'const url = "https://example.org/*";',
    'import "./bare.ts";',
  ].join("\n");
  expect(readImports(source)).toEqual([
    { from: "./two-lines.ts", line: 2, typeOnly: false },
    { from: "./type.ts", line: 6, typeOnly: true },
    { from: "./named-type.ts", line: 7, typeOnly: false },
    { from: "./all.ts", line: 8, typeOnly: false },
    { from: "./late.ts", line: 9, typeOnly: false },
    { from: "./bare.ts", line: 11, typeOnly: false },
  ]);
});
