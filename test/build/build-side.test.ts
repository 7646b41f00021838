// SPDX-License-Identifier: GPL-2.0-only
import { existsSync, mkdirSync, readdirSync, rmSync, truncateSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { SideView } from "../../harness/base/side-view.ts";
import type { View } from "../../harness/base/view.ts";
import type { Build } from "../../harness/build/build-side.ts";
import { Cache } from "../../harness/build/cache.ts";
import * as tools from "../../harness/build/run-tool.ts";
import { tempDir } from "../support/temp-dir.ts";
import { buildView, recipe, referenceViews, withEdit, withFile } from "../support/views.ts";

vi.mock("../../harness/build/run-tool.ts", { spy: true });
const runTool = vi.mocked(tools.runTool);

const dir = tempDir();
const cache = new Cache(join(dir, "cache"));
const GNTDEV = "drivers/xen/gntdev.c";
const MISSING = "extern int spoon;\nint stir(void)\n{\n\treturn spoon;\n}\n";

let view: View;
beforeAll(async () => {
  view = (await referenceViews()).before;
  await recipe();
});
beforeEach(() => {
  runTool.mockClear();
});

const build = (of: View): Promise<Build> => buildView(of, "x86_64", "before", cache);
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

  it("leave one entry, and no folder of work", () => {
    expect(entries("module-")).toEqual([pair[0]!.key]);
    expect(entries("tmp-")).toEqual([]);
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

  it("after a change of one file takes one compilation, a link and its lines", async () => {
    await build(withFile(view, GNTDEV, `${view.read(GNTDEV)}int spoon;\n`));
    const clang = (await recipe()).clang;
    expect(runTool.mock.calls.filter(([program]) => program === clang)).toHaveLength(1);
    expect(runTool).toHaveBeenCalledTimes(4);
  });

  it("after a change of a comment takes one compilation, and is the same", async () => {
    const first = await build(view);
    runTool.mockClear();
    const again = await build(withFile(view, GNTDEV, `${view.read(GNTDEV)}/* stirred */\n`));
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
    const { key } = await build(view);
    const turned = new SideView(view.tree, new Map([...view.files].toReversed()));
    expect((await build(turned)).key).toBe(key);
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
    const units = entries("object-").filter((key) => existsSync(join(cache.dir, key, "unit.o")));
    // other views have units here as well
    for (const unit of units) rmSync(join(cache.dir, unit, "unit.o"));
    for (const key of [first.key, ...entries("linked-")]) rmSync(join(cache.dir, key), { recursive: true });
    expect(bytesOf(await build(view)).equals(bytesOf(first))).toBe(true);
    expect(units.filter((unit) => existsSync(join(cache.dir, unit, "unit.o")))).not.toEqual([]);
  });

  it("when a header's text is gone", async () => {
    const first = await build(view);
    for (const key of entries("text-")) rmSync(join(cache.dir, key), { recursive: true });
    for (const key of [first.key, ...entries("object-"), ...entries("linked-")])
      rmSync(join(cache.dir, key), { recursive: true });
    expect(bytesOf(await build(view)).equals(bytesOf(first))).toBe(true);
  });

  it.each([0, 5])("when its errors were cut off after %i bytes", async (length) => {
    const broken = withFile(view, GNTDEV, "int f(void)\n{\n\treturn spoon;\n}\n");
    const { key, errors } = await build(broken);
    const file = cache.find(key, "errors.json")!;
    truncateSync(file, length);
    for (const unit of entries("unit-")) {
      const known = join(cache.dir, unit, "errors.json");
      if (existsSync(known)) truncateSync(known, length);
    }
    expect((await build(broken)).errors).toEqual(errors);
    expect(existsSync(file)).toBe(true);
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
  it("has each error once, by file and line", async () => {
    const header = "include/xen/grant_table.h";
    const broken = new Map(view.files)
      .set(GNTDEV, "int g(void) { return fork; }\nint f(void) { return spoon; }\n")
      .set("mm/highmem.c", "int int;\n")
      .set(header, `${view.read(header)}int int;\n`);
    const { module, errors } = await build(new SideView(view.tree, broken));
    expect(module).toBeNull();
    const places = errors.map(({ file, line, message }) => `${file}:${line}: ${message}`);
    expect(places).toEqual([...new Set(places)]);
    expect(errors.map(({ file }) => file)).toEqual(errors.map(({ file }) => file).sort());
    expect(places.filter((place) => place.startsWith(header))).toHaveLength(1);
    expect(places).toContain(`${GNTDEV}:2: use of undeclared identifier 'spoon'`);
  });

  it("for an object that nobody defines names it, with the file and the line", async () => {
    const path = "lib/cup.c";
    const { module, errors } = await build(withFile(view, path, `\n${MISSING}`));
    expect(module).toBeNull();
    expect(errors).toEqual([{ file: path, line: 2, column: 0, message: "undefined symbol: spoon" }]);
  });

  it("takes the name of a symbol for a name, not for a pattern", async () => {
    const text = 'extern int spoon __asm__("(a+)+$(");\nint stir(void)\n{\n\treturn spoon;\n}\n';
    const { errors } = await build(withFile(view, "lib/cup.c", text));
    expect(errors).toEqual([{ file: "lib/cup.c", line: 0, column: 0, message: "undefined symbol: (a+)+$(" }]);
  });

  it("for a function that two files define names it, with the file and line of the second", async () => {
    const twice = withFile(
      view,
      "lib/cup.c",
      "\nunsigned int gnttab_max_grant_frames(void)\n{\n\treturn 0;\n}\n",
    );
    const { module, errors } = await build(twice);
    expect(module).toBeNull();
    expect(errors).toMatchObject([
      { file: "lib/cup.c", line: 2, message: "duplicate symbol: gnttab_max_grant_frames" },
    ]);
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
        message: `import of ${module}.${name}, which is nothing that a kernel has`,
      },
    ]);
  });

  it("is not one that calls a function which is only declared: it is asked for by name", async () => {
    const text = "extern int frobnicate(int);\nint f(void)\n{\n\treturn frobnicate(1);\n}\n";
    const { errors, module } = await build(withFile(view, "lib/cup.c", text));
    expect(errors).toEqual([]);
    const imports = WebAssembly.Module.imports(new WebAssembly.Module(module!));
    expect(imports).toContainEqual({ module: "env", name: "frobnicate", kind: "function" });
  });

  it("says nothing of this machine's paths", async () => {
    const { errors } = await build(withEdit(view, GNTDEV, "static int limit = 1024;", "extern int limit;"));
    expect(JSON.stringify(errors)).not.toContain(dirname(dir));
    expect(errors.length).toBeGreaterThan(0);
  });
});
