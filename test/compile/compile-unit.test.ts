// SPDX-License-Identifier: GPL-2.0-only
import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it, test, vi } from "vitest";
import { Cache } from "../../harness/compile/cache/cache.ts";
import { Workshop } from "../../harness/compile/cache/workshop.ts";
import { type Compiled, compileUnit } from "../../harness/compile/compile-unit.ts";
import { withoutLineChecksums } from "../../harness/compile/lines/line-checksums.ts";
import { ownHeaders, type Unit } from "../../harness/compile/source-tree.ts";
import { compileFlags } from "../../harness/compile/toolchain/compile-flags.ts";
import { makeHeaders } from "../../harness/compile/toolchain/headers.ts";
import type { Recipe } from "../../harness/compile/toolchain/recipe.ts";
import * as tools from "../../harness/compile/toolchain/run-tool.ts";
import type { ConfigName } from "../../harness/machine/config.ts";
import { tempDir } from "../support/temp-dir.ts";
import { recipe as findRecipe } from "../support/views.ts";

vi.mock("../../harness/compile/toolchain/run-tool.ts", { spy: true });
const runTool = vi.mocked(tools.runTool);
const { runTool: run } = await vi.importActual<typeof tools>("../../harness/compile/toolchain/run-tool.ts");

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
  const tree = { units: [unit], headers: makeHeaders(new Map(all)), errors: [] };
  return await compileUnit(new Workshop(recipe, cache, []), config, "plain", tree, unit);
}

const messages = ({ errors }: Compiled): string => errors.map(({ message }) => message).join("\n");

/** Holds if, and only if, a condition is true when the text is compiled. */
const holds = (condition: string): string => `typedef char check[(${condition}) ? 1 : -1];\n`;

/** A flag for the compiler proper, as the driver hands it on. */
const proper = (flag: string): string[] => ["-Xclang", flag];

describe("an object", () => {
  it("is the one that emcc itself makes with the same flags, byte for byte but for checksums of lines", async () => {
    const text =
      "struct cup { long sugar; };\nint stir(struct cup *c, int n)\n{\n\twhile (n--)\n\t\tc->sugar ^= n;\n\treturn c->sugar;\n}\n";
    const { object, notes } = await compile(text, "x86_32-pae");
    const output = join(cache.dir, "of-emcc.o");
    // by what the compiler has for the name of the text, of its counters and of its notes
    const name = /unit[0-9a-f]{8}/.exec(Buffer.from(object!).toString("latin1"))![0];
    const { cflags } = recipe;
    const flags = [
      ...compileFlags(cflags, "x86_32-pae", "plain", "c").slice(cflags.length),
      ...["-ftest-coverage", "-fprofile-arcs", "-coverage-version=408*"].flatMap(proper),
      ...[`-coverage-data-file=${tools.HERE}/${name}.gcda`, `-coverage-notes-file=${output}.gcno`].flatMap(
        proper,
      ),
      ...["-main-file-name", `${name}.c`].flatMap(proper),
      ...["-x", "c", "-c", "-o", output, "-"],
    ];
    const more = '# 1 "csrc/coverage/one-more.h"\nstatic __attribute__((used)) void hb_one_more(void) {}\n';
    const input = `${more}# 1 "${UNIT}"\n${text}`;
    const emcc = await run(process.env["EMCC"] ?? "emcc", flags, { input });
    expect({ code: emcc.code, errors: emcc.stderr }).toEqual({ code: 0, errors: "" });
    const emccs = withoutLineChecksums(readFileSync(output), notes!);
    expect(Buffer.from(object!).equals(emccs)).toBe(true);
  });

  it("is made once: the second time it comes from the cache", async () => {
    const first = await compile("int spoon;\n");
    runTool.mockClear();
    expect(await compile("int spoon;\n")).toEqual(first);
    expect(runTool).not.toHaveBeenCalled();
  });

  it("has nothing of the clock and of this machine's folders in it", async () => {
    const text =
      "const char cup[] = __DATE__ __TIME__ __TIMESTAMP__ __FILE__ __BASE_FILE__;\nint n = __COUNTER__;\n";
    const { object } = await compile(text);
    const bytes = Buffer.from(object!).toString("latin1");
    expect(bytes).toContain(`Jan  1 197000:00:00Thu Jan  1 00:00:00 1970${UNIT}${UNIT}`);
    expect(bytes).not.toContain(cache.dir);
  });

  it("of which both sides ask at once is made once", async () => {
    const text = "int kettle;\n";
    const headers = ["int a;\n", "int b;\n"].map((other) => ({ "include/linux/other.h": other }));
    runTool.mockClear();
    const [one, two] = await Promise.all(headers.map((each) => compile(text, "x86_64", each)));
    expect(two!.object).toEqual(one!.object);
    expect(runTool).toHaveBeenCalledTimes(1);
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
});

describe("an error", () => {
  it("has the kernel path, the line and the compiler's words", async () => {
    const { object, errors } = await compile("int cup;\n\nint f(void) { return spoon; }\n");
    expect(object).toBeNull();
    expect(errors).toMatchObject([{ file: UNIT, line: 3, message: "use of undeclared identifier 'spoon'" }]);
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
    runTool.mockResolvedValueOnce({ code: 134, stdout: "", stderr, timedOut: false, seconds: 0 });
    await expect(compile("int full;\n")).rejects.toThrow("no space left on device");
    const { errors } = await compile("#error No space left on device\n");
    expect(errors).toMatchObject([{ line: 1, message: "No space left on device" }]);
  });

  it("is there also if the compiler names no line", async () => {
    runTool.mockResolvedValueOnce({
      code: 139,
      stdout: "",
      stderr: "Segmentation fault\n",
      timedOut: false,
      seconds: 0,
    });
    expect((await compile("int crash;\n")).errors).toEqual([
      { file: UNIT, line: 0, column: 0, message: "the compiler crashed, and names no line" },
    ]);
  });

  it.each([
    [
      "memory",
      "LLVM ERROR: out of memory\nPLEASE submit a bug report to https://example.org\n",
      /more memory .* MiB/,
    ],
    ["a file", "LLVM ERROR: IO failure on output stream: File too large\n", /more of this .* MiB/],
    [
      "nothing that is known",
      "LLVM ERROR: Cannot select: 0x55d: t4\nStack dump:\n0. /usr/bin/clang\n",
      /: Cannot select$/,
    ],
  ])(
    "says what it is of %s, in our words: no stack, no address, nobody to send it to",
    async (what, stderr, told) => {
      runTool.mockResolvedValueOnce({ code: 134, stdout: "", stderr, timedOut: false, seconds: 0 });
      const { errors } = await compile(`/* ${what} */ int crash;\n`);
      expect(errors).toMatchObject([{ line: 0, message: expect.stringMatching(told) }]);
    },
  );

  it("is not asked for again of a text that took too long", async () => {
    runTool.mockResolvedValueOnce({ code: 137, stdout: "", stderr: "", timedOut: true, seconds: 0 });
    const first = await compile("int slow;\n");
    expect(first.errors).toMatchObject([{ message: expect.stringContaining("stopped (it may have") }]);
    runTool.mockClear();
    expect((await compile("int slow;\n")).errors).toEqual(first.errors);
    expect(runTool).not.toHaveBeenCalled();
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
    if (object !== null) expect(Buffer.from(object).includes(secret)).toBe(false);
  });

  it.each([
    '__has_include("/etc/passwd")',
    "__has_include(</etc/passwd>)",
    '__has_include("../../../../../../../../etc/passwd")',
    "__has_include(<stdio.h>)",
  ])("does not learn whether a file exists by %s", async (condition) => {
    expect((await compile(`#if ${condition}\n#error it is there\n#endif\n`)).errors).toEqual([]);
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
});
