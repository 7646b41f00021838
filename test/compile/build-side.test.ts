// SPDX-License-Identifier: GPL-2.0-only
import { existsSync, mkdirSync, readdirSync, rmSync, truncateSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Views } from "../../harness/base/make-views.ts";
import { SideView } from "../../harness/base/side-view.ts";
import type { View } from "../../harness/base/view.ts";
import { buildPair } from "../../harness/compile/build-pair.ts";
import type { Build } from "../../harness/compile/build-side.ts";
import { Cache } from "../../harness/compile/cache/cache.ts";
import * as tools from "../../harness/compile/toolchain/run-tool.ts";
import { tempDir } from "../support/temp-dir.ts";
import { buildView, recipe, referenceViews, withEdit, withFile, workshop } from "../support/views.ts";

vi.mock("../../harness/compile/toolchain/run-tool.ts", { spy: true });
const runTool = vi.mocked(tools.runTool);

const dir = tempDir();
const cache = new Cache(join(dir, "cache"));
const GNTDEV = "drivers/xen/gntdev.c";

let view: View;
beforeAll(async () => {
  view = (await referenceViews()).before;
  await recipe();
});
beforeEach(() => {
  runTool.mockClear();
});

const build = (of: View): Promise<Build> => buildView(of, "x86_64", "before", cache);
/** What becomes of a view as the after side of a patch. */
async function buildAfter(of: View): Promise<Build> {
  const views: Views = { base: "test", before: view, after: of, isTakenBack: false, touched: [], placed: [] };
  return (await buildPair(await workshop(cache), "x86_64", views, [], () => {})).after;
}
const bytesOf = ({ module }: Build): Buffer => Buffer.from(module!);
const entries = (kind: string): string[] => readdirSync(cache.dir).filter((name) => name.startsWith(kind));

describe("two that build the same into one fresh cache at once", () => {
  let pair: Build[];
  beforeAll(async () => {
    const caches = [cache, new Cache(cache.dir)];
    pair = await Promise.all(caches.map((one) => buildView(view, "x86_64", "before", one)));
  });

  it("both get the same module", () => {
    const [one, other] = pair as [Build, Build];
    expect(one.errors).toEqual([]);
    expect(bytesOf(one).equals(bytesOf(other))).toBe(true);
    expect(one.key).toBe(other.key);
  });

  it("leave one entry, and no folder of work but this process's own", () => {
    expect(entries("module-")).toEqual([pair[0]!.key]);
    expect(entries("tmp-")).toEqual([basename(cache.ownFolder())]);
  });

  it("get the module that any other cache has: where it lies changes no byte", async () => {
    const elsewhere = await buildView(view, "x86_64");
    expect(bytesOf(elsewhere).equals(bytesOf(pair[0]!))).toBe(true);
    expect(elsewhere.key).toBe(pair[0]!.key);
  });
});

describe("a module", () => {
  it("comes from the cache the second time: no program runs", async () => {
    const first = await build(view);
    runTool.mockClear();
    const second = await build(view);
    expect(bytesOf(second).equals(bytesOf(first))).toBe(true);
    expect(runTool).not.toHaveBeenCalled();
  });

  it("after a change of one file takes that one's text, one compilation, a link and its lines", async () => {
    await build(withEdit(view, GNTDEV, "int ret = 0;", "int ret = 0 * 2;"));
    const clang = (await recipe()).clang;
    expect(runTool.mock.calls.filter(([program]) => program === clang)).toHaveLength(2);
    expect(runTool).toHaveBeenCalledTimes(5);
  });

  it("after a change of a comment takes that text alone, and is the same", async () => {
    const first = await build(view);
    runTool.mockClear();
    const stirred = new Map([[GNTDEV, `${view.read(GNTDEV)}/* stirred */\n`]]);
    const files = new Map([...view.files, ...stirred]);
    const again = await build(new SideView(view.tree, files, view.removed, view.changed));
    expect(runTool).toHaveBeenCalledTimes(1);
    expect(bytesOf(again).equals(bytesOf(first))).toBe(true);
  });

  it("is the same where the one function of a file only moves", async () => {
    const moved = (lines: number): View =>
      withFile(view, "lib/stir.c", `${"\n".repeat(lines)}int stir(int n)\n{\n\treturn n ? n * 3 : 7;\n}\n`);
    const first = bytesOf(await build(moved(0)));
    for (let lines = 1; lines <= 16; lines++)
      expect(bytesOf(await build(moved(lines))).equals(first), `${lines} lines`).toBe(true);
  });

  it("has no section of DWARF and no path of this machine", async () => {
    const { module } = await build(view);
    const text = bytesOf({ module } as Build).toString("latin1");
    expect(text).not.toContain(".debug_");
    expect(text).not.toContain(cache.dir);
  });

  it("is the same whatever the order of the view's files", async () => {
    const files = ["lib/cup.c", "lib/jug.c"].map((path) => [path, `int ${path.slice(4, 7)};\n`] as const);
    const [one, other] = [files, files.toReversed()].map((all) => new SideView(view.tree, new Map(all)));
    expect((await build(other!)).key).toBe((await build(one!)).key);
  });
});

describe("a damaged entry is made anew", () => {
  it.each(["module.wasm", "module.lines"])("when %s is gone", async (name) => {
    const first = await build(view);
    for (const key of entries("linked-")) rmSync(join(cache.dir, key, name));
    const again = await build(view);
    expect(bytesOf(again).equals(bytesOf(first))).toBe(true);
    expect(again.lines.find(bytesOf(again).length)).toEqual(first.lines.find(bytesOf(first).length));
    expect(entries("linked-").filter((key) => cache.find(key, name) !== null)).toHaveLength(1);
  });

  it("when an object is gone, and what was linked from it", async () => {
    const first = await build(view);
    const units = entries("unit-").filter((key) => existsSync(join(cache.dir, key, "unit.o")));
    // other views have units here as well
    for (const unit of units) rmSync(join(cache.dir, unit, "unit.o"));
    for (const key of [first.key, ...entries("linked-")]) rmSync(join(cache.dir, key), { recursive: true });
    expect(bytesOf(await build(view)).equals(bytesOf(first))).toBe(true);
    expect(units.filter((unit) => existsSync(join(cache.dir, unit, "unit.o")))).not.toEqual([]);
  });

  it("when a header's text is gone", async () => {
    const first = await build(view);
    for (const key of entries("text-")) rmSync(join(cache.dir, key), { recursive: true });
    for (const key of [first.key, ...entries("unit-"), ...entries("linked-")])
      rmSync(join(cache.dir, key), { recursive: true });
    expect(bytesOf(await build(view)).equals(bytesOf(first))).toBe(true);
  });

  it.each([0, 5])("when its errors were cut off after %i bytes", async (length) => {
    const broken = withFile(view, GNTDEV, "int f(void)\n{\n\treturn spoon;\n}\n");
    const { errors } = await buildAfter(broken);
    expect(errors).not.toEqual([]);
    for (const unit of readdirSync(cache.dir))
      for (const name of ["errors.json", "side.json", "files.json"]) {
        const known = join(cache.dir, unit, name);
        if (existsSync(known)) truncateSync(known, length);
      }
    expect((await buildAfter(broken)).errors).toEqual(errors);
  });

  it("when half of it was written by something else", async () => {
    const { key } = await build(view);
    rmSync(join(cache.dir, key), { recursive: true });
    mkdirSync(join(cache.dir, key));
    expect((await build(view)).module).not.toBeNull();
    expect(cache.find(key, "module.json")).not.toBeNull();
  });
});

describe("a side that does not build", () => {
  let n = 0;

  it("has each error once, by file and line", async () => {
    const header = "include/xen/grant_table.h";
    const texts = [
      [GNTDEV, "int g(void) { return fork; }\nint f(void) { return spoon; }\n"],
      ["mm/highmem.c", "int int;\n"],
      [header, `${view.read(header)}int int;\n`],
    ] as const;
    const after = texts.reduce((one, [path, text]) => withFile(one, path, text), view);
    const { module, errors } = await buildAfter(after);
    expect(module).toBeNull();
    const places = errors.map(({ file, line, message }) => `${file}:${line}: ${message}`);
    expect(places).toEqual([...new Set(places)]);
    expect(errors.map(({ file }) => file)).toEqual(errors.map(({ file }) => file).sort());
    expect(places.filter((place) => place.startsWith(header))).toHaveLength(1);
    expect(places).toContain(`${GNTDEV}:2: use of undeclared identifier 'spoon'`);
  });

  it.each([
    ["wasi_snapshot_preview1", "path_open"],
    ["wasi_snapshot_preview1", "proc_exit"],
    ["node", "fs"],
  ])("is one that asks for %s.%s: no kernel has it", async (module, name) => {
    const text = `\n__attribute__((import_module("${module}"), import_name("${name}")))\nint out(int);\nint f(void)\n{\n\treturn out(1);\n}\n`;
    const { errors } = await build(withFile(view, "lib/cup.c", text));
    expect(errors).toEqual([
      {
        file: "lib/cup.c",
        line: 2,
        column: 0,
        message: `${name} is imported or exported by an attribute, which no kernel code may do`,
      },
    ]);
  });

  it("is one whose data is more than a kernel has room for here", async () => {
    const cups = `const char cups[] = "${"x".repeat(1_200_000)}";`;
    const text = `${cups}\nint f(int i)\n{\n\treturn cups[i];\n}\n`;
    const { module, errors } = await build(withFile(view, "lib/cup.c", text));
    expect(module).toBeNull();
    expect(errors).toMatchObject([
      { message: expect.stringMatching(/data .* ends at 0x\w+, .* below 0x\w+/) },
    ]);
  });

  it.each([
    ["calls what is data", "static int cup;\n", "((void (*)(void))&cup)();", /of spill: .*function index/],
    [
      "has more parameters than an engine takes",
      `__attribute__((noinline)) static int fill(${"int, ".repeat(1000)}int last)\n{\n\treturn last;\n}\n`,
      `fill(${"0, ".repeat(1000)}1);`,
      /code: param count of 1001/,
    ],
  ])("is one that %s: WebAssembly cannot have it", async (_, text, statement, message) => {
    const all = `${text}void spill(void)\n{\n\t${statement}\n}\n`.replace(/int, /g, () => `int a${n++}, `);
    const { module, errors } = await build(withFile(view, "lib/cup.c", all));
    expect(module).toBeNull();
    expect(errors).toMatchObject([{ message: expect.stringMatching(message) }]);
  });

  it("is not one that calls a function which is only declared: it is asked for by name", async () => {
    const text = "extern int frobnicate(int);\nint f(void)\n{\n\treturn frobnicate(1);\n}\n";
    const { errors, module } = await build(withFile(view, "lib/cup.c", text));
    expect(errors).toEqual([]);
    const imports = WebAssembly.Module.imports(new WebAssembly.Module(module!));
    expect(imports).toContainEqual({ module: "env", name: "frobnicate", kind: "function" });
  });

  it("says nothing of this machine's paths", async () => {
    const { errors } = await buildAfter(withEdit(view, GNTDEV, "static int limit = 1024;", ""));
    expect(JSON.stringify(errors)).not.toContain(dirname(dir));
    expect(errors.length).toBeGreaterThan(0);
  });
});
