// SPDX-License-Identifier: GPL-2.0-only
import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it, test, vi } from "vitest";
import { Cache } from "../../harness/build/cache.ts";
import { type Compiled, compileUnit } from "../../harness/build/compile-unit.ts";
import { makeHeaders } from "../../harness/build/headers.ts";
import { withoutLineChecksums } from "../../harness/build/line-checksums.ts";
import type { Recipe } from "../../harness/build/recipe.ts";
import * as tools from "../../harness/build/run-tool.ts";
import { ownHeaders, type Unit } from "../../harness/build/source-tree.ts";
import { Workshop } from "../../harness/build/workshop.ts";
import { CONFIGS, type ConfigName } from "../../harness/machine/config.ts";
import { tempDir } from "../support/temp-dir.ts";
import { recipe as findRecipe } from "../support/views.ts";

vi.mock("../../harness/build/run-tool.ts", { spy: true });
const runTool = vi.mocked(tools.runTool);
const { runTool: run } = await vi.importActual<typeof tools>("../../harness/build/run-tool.ts");

/** Nothing of an earlier run: each object here is made by a compiler that runs now. */
const cache = new Cache(tempDir());
const UNIT = "lib/cup.c";

let recipe: Recipe;
beforeAll(async () => {
  recipe = await findRecipe();
});
afterEach(() => {
  runTool.mockClear();
});

/** Compiles one text as a file of the kernel, beside some headers. */
async function compile(
  text: string,
  config: ConfigName = "x86_64",
  headers: Readonly<Record<string, string>> = {},
): Promise<Compiled> {
  const unit: Unit = { path: UNIT, text, language: "c" };
  const all = [...ownHeaders(), ...Object.entries(headers)];
  const tree = { units: [unit], headers: makeHeaders(new Map(all), cache), errors: [] };
  return await compileUnit(new Workshop(recipe, cache), config, "plain", tree, unit);
}

const messages = ({ errors }: Compiled): string => errors.map(({ message }) => message).join("\n");

/** Holds if, and only if, a condition is true when the text is compiled. */
const holds = (condition: string): string => `typedef char check[(${condition}) ? 1 : -1];\n`;

describe("an object", () => {
  it("is the one that emcc itself makes with the same flags, byte for byte but for checksums of lines", async () => {
    const text =
      "struct cup { long sugar; };\nint stir(struct cup *c, int n)\n{\n\twhile (n--)\n\t\tc->sugar ^= n;\n\treturn c->sugar;\n}\n";
    const { object, notes } = await compile(text, "x86_32-pae");
    const [program, args, input] = runTool.mock.calls.at(-1)!;
    expect(program).toBe(recipe.clang);
    expect(args.slice(0, recipe.cflags.length)).toEqual(recipe.cflags);
    const output = join(cache.dir, "of-emcc.o");
    const flags = args.slice(recipe.cflags.length).flatMap((one, i, all) => {
      // emcc takes the value of a flag that it does not know for an input
      if (one === "-ivfsoverlay" || all[i - 1] === "-ivfsoverlay") return ["-Xclang", one];
      if (all[i - 1] === "-MF") return [`${output}.d`];
      if (one.startsWith("-coverage-notes-file=")) return [`-coverage-notes-file=${output}.gcno`];
      return [all[i - 1] === "-o" ? output : one];
    });
    const emcc = await run(process.env["EMCC"] ?? "emcc", flags, input);
    expect({ code: emcc.code, errors: emcc.stderr }).toEqual({ code: 0, errors: "" });
    const emccs = withoutLineChecksums(readFileSync(output), readFileSync(notes!));
    expect(readFileSync(object!).equals(emccs)).toBe(true);
  });

  it("is made once: the second time it comes from the cache", async () => {
    const first = await compile("int spoon;\n");
    runTool.mockClear();
    expect(await compile("int spoon;\n")).toEqual(first);
    expect(runTool).not.toHaveBeenCalled();
  });

  it("is another one where only a header differs", async () => {
    const text = "#include <linux/lid.h>\nint lid = LID;\n";
    const one = await compile(text, "x86_64", { "include/linux/lid.h": "#define LID 1\n" });
    const two = await compile(text, "x86_64", { "include/linux/lid.h": "#define LID 2\n" });
    expect(readFileSync(one.object!).equals(readFileSync(two.object!))).toBe(false);
  });

  describe("of which a header changes", () => {
    const [LID, OTHER] = ["include/linux/lid.h", "include/linux/other.h"];

    it("is the same if it does not read that one: no program runs", async () => {
      const text = "#include <linux/lid.h>\nint saucer = LID;\n";
      const one = await compile(text, "x86_64", { [LID]: "#define LID 1\n", [OTHER]: "int a;\n" });
      runTool.mockClear();
      const two = await compile(text, "x86_64", { [LID]: "#define LID 1\n", [OTHER]: "int b;\n" });
      expect(two.object).toBe(one.object);
      expect(two.notes).toBe(one.notes);
      expect(runTool).not.toHaveBeenCalled();
    });

    it("is another one if a header that is new is found before the one that it read", async () => {
      const text = "#include <linux/lid.h>\nint tray = LID;\n";
      const one = await compile(text, "x86_64", { [LID]: "#define LID 1\n" });
      const first = { "arch/x86/include/linux/lid.h": "#define LID 2\n" };
      const two = await compile(text, "x86_64", { [LID]: "#define LID 1\n", ...first });
      expect(readFileSync(one.object!).equals(readFileSync(two.object!))).toBe(false);
    });

    it("is another one if it came to read that one by a change of a third", async () => {
      const text = "#include <linux/lid.h>\nint jug = LID;\n";
      const more = { [LID]: "#include <linux/other.h>\n" };
      await compile(text, "x86_64", { [LID]: "#define LID 1\n", [OTHER]: "" });
      const one = await compile(text, "x86_64", { ...more, [OTHER]: "#define LID 2\n" });
      const two = await compile(text, "x86_64", { ...more, [OTHER]: "#define LID 3\n" });
      expect(readFileSync(one.object!).equals(readFileSync(two.object!))).toBe(false);
    });
  });

  it("of which both sides ask at once is made once", async () => {
    const text = "int kettle;\n";
    const headers = ["int a;\n", "int b;\n"].map((other) => ({ "include/linux/other.h": other }));
    runTool.mockClear();
    const [one, two] = await Promise.all(headers.map((each) => compile(text, "x86_64", each)));
    expect(two!.object).toBe(one!.object);
    expect(runTool).toHaveBeenCalledTimes(1);
  });

  it("has the kernel path in __FILE__, and the line as the file has it", async () => {
    const text = '#include <linux/lid.h>\nconst char *where = __FILE__ " in lib, " LID;\n';
    const { object } = await compile(text, "x86_64", { "include/linux/lid.h": "#define LID __FILE__\n" });
    const bytes = readFileSync(object!).toString("latin1");
    expect(bytes).toContain("lib/cup.c in lib, lib/cup.c");
    expect(bytes).not.toContain(cache.dir);
  });
});

describe("the configurations", () => {
  test.each([
    ["x86_64", 8],
    ["x86_32-pae", 4],
    ["x86_32-pae-highmem", 4],
  ] as const)("in %s, long and pointers have %i bytes", async (config, bytes) => {
    expect(messages(await compile(holds(`sizeof(long) == ${bytes}`), config))).toBe("");
    expect(messages(await compile(holds(`sizeof(void *) == ${bytes}`), config))).toBe("");
    expect(messages(await compile(holds(`sizeof(long) != ${bytes}`), config))).toContain("negative size");
  });

  test("have the CONFIG_* of their kernels", async () => {
    const names = ["X86_64", "64BIT", "X86_32", "X86_PAE", "HIGHMEM", "HIGHMEM64G"];
    const found: Record<string, string[]> = {};
    for (const config of CONFIGS) {
      const defined = names.map((name) => `#ifdef CONFIG_${name}\n#error has ${name}\n#endif\n`).join("");
      found[config] = messages(await compile(defined, config))
        .replaceAll("has ", "")
        .split("\n");
    }
    expect(found).toEqual({
      x86_64: ["X86_64", "64BIT"],
      "x86_32-pae": ["X86_32", "X86_PAE"],
      "x86_32-pae-highmem": ["X86_32", "X86_PAE", "HIGHMEM", "HIGHMEM64G"],
    });
  });
});

describe("an error", () => {
  it("has the kernel path, the line and the compiler's words", async () => {
    const { object, errors } = await compile("int cup;\n\nint f(void) { return spoon; }\n");
    expect(object).toBeNull();
    expect(errors).toMatchObject([{ file: UNIT, line: 3, message: "use of undeclared identifier 'spoon'" }]);
  });

  it("in a header has the header's kernel path", async () => {
    const { errors } = await compile("#include <linux/lid.h>\n", "x86_64", {
      "include/linux/lid.h": "int lid;\nint int;\n",
    });
    expect(errors[0]).toMatchObject({ file: "include/linux/lid.h", line: 2 });
  });

  it("is where #line says it is", async () => {
    const { errors } = await compile("int cup;\n#line 617\nint f(void) { return spoon; }\n");
    expect(errors[0]).toMatchObject({ file: UNIT, line: 617 });
  });

  it.each([
    ["a function that nobody declared", "int f(void) { return g(); }\n"],
    ["an integer for a pointer", "int *f(int a) { return a; }\n"],
    ["a pointer of another type", "long *f(int *a) { return a; }\n"],
    ["no return value", "int f(void) { }\n"],
  ])("is made of %s, as in the kernel's own build", async (_, text) => {
    expect((await compile(text)).errors).toHaveLength(1);
  });

  it("is remembered: the second time no compiler runs", async () => {
    const first = await compile("int int;\n");
    runTool.mockClear();
    expect(await compile("int int;\n")).toEqual(first);
    expect(runTool).not.toHaveBeenCalled();
  });

  it("is no fault of the text where the disk is full", async () => {
    const stderr = "LLVM ERROR: IO failure on output stream: No space left on device\n";
    runTool.mockResolvedValueOnce({ code: 134, stdout: "", stderr, timedOut: false });
    await expect(compile("int full;\n")).rejects.toThrow("no space left on device");
    const { errors } = await compile("#error No space left on device\n");
    expect(errors).toMatchObject([{ line: 1, message: "No space left on device" }]);
  });

  it("is there also if the compiler names no line", async () => {
    runTool.mockResolvedValueOnce({ code: 139, stdout: "", stderr: "Segmentation fault\n", timedOut: false });
    expect((await compile("int crash;\n")).errors).toEqual([
      { file: UNIT, line: 0, column: 0, message: expect.stringContaining("Segmentation fault") as string },
    ]);
  });
});

describe("a hostile unit", () => {
  /** A line of a file that every machine has. */
  const secret = readFileSync("/etc/passwd", "utf8").split("\n")[0]!;

  it.each([
    ['#include "/etc/passwd"\n', "'/etc/passwd' file not found"],
    ["#include </etc/passwd>\n", "'/etc/passwd' file not found"],
    ['#include "../../../../../../../../etc/passwd"\n', "file not found"],
    ['#include_next "/etc/passwd"\n', "file not found"],
    ['#define WHICH "/etc/passwd"\n#include WHICH\n', "file not found"],
    ['#pragma clang module import "/etc/passwd"\n', ""],
    ['#embed "/etc/passwd"\n', "invalid preprocessing directive"],
    ['const char x[] = {\n#embed "/etc/passwd"\n};\n', "invalid preprocessing directive"],
    ['#line 1 "/etc/passwd"\nint int;\n', "cannot combine"],
    ['#pragma GCC dependency "/etc/passwd"\n', "file not found"],
    ["#include <stdio.h>\n", "'stdio.h' file not found"],
    ["#include <stdarg.h>\n", "'stdarg.h' file not found"],
    ['__asm__(".incbin \\"/etc/passwd\\"");\n', "GNU-style inline assembly is disabled"],
    [
      'void f(void) { asm volatile(".incbin \\"/etc/passwd\\""); }\n',
      "GNU-style inline assembly is disabled",
    ],
    ['int f(void) __asm__("\\n.incbin \\"/etc/passwd\\"\\n");\nint g(void) { return f(); }\n', ""],
  ])("gets no file of this machine by %j", async (text, message) => {
    const { object, errors } = await compile(text);
    if (message !== "") expect(errors.map((one) => one.message).join("\n")).toContain(message);
    expect(JSON.stringify(errors)).not.toContain(secret);
    if (object !== null) expect(readFileSync(object).includes(secret)).toBe(false);
  });

  it.each([
    '__has_include("/etc/passwd")',
    "__has_include(</etc/passwd>)",
    '__has_include("../../../../../../../../etc/passwd")',
    "__has_include(<stdio.h>)",
  ])("does not learn whether a file exists by %s", async (condition) => {
    expect((await compile(`#if ${condition}\n#error it is there\n#endif\n`)).errors).toEqual([]);
  });

  it("sees the headers of its own tree", async () => {
    const text = '#if !__has_include(<linux/slab.h>) || !__has_include("lid.h")\n#error missing\n#endif\n';
    expect((await compile(text, "x86_64", { "lib/lid.h": "" })).errors).toEqual([]);
  });

  it("that makes the compiler crash gets an error, and no report about the crash is left behind", async () => {
    const before = readdirSync(tmpdir());
    const { object, errors } = await compile("#pragma clang __debug parser_crash\nint f(void);\n");
    expect(object).toBeNull();
    expect(errors).toMatchObject([{ file: UNIT, line: 0 }]);
    const left = readdirSync(tmpdir()).filter(
      (name) => !before.includes(name) && /cup|\.(?:c|sh)$/.test(name),
    );
    expect(left).toEqual([]);
  });

  it("that includes itself for ever ends with an error", async () => {
    const headers = { "lib/lid.h": '#include "lid.h"\n' };
    expect(messages(await compile('#include "lid.h"\n', "x86_64", headers))).toContain("nested too deeply");
  });
});
