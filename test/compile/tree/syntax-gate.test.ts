// SPDX-License-Identifier: GPL-2.0-only
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Cache } from "../../../harness/compile/cache/cache.ts";
import { type GateResult, syntaxGate } from "../../../harness/compile/tree/syntax-gate.ts";
import type { ConfigName } from "../../../harness/machine/config.ts";
import { writeFiles } from "../../support/fake-tree.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { type Edit, treeViews } from "../../support/tree-views.ts";
import { workshop } from "../../support/views.ts";

const CUP = "drivers/kitchen/cup.c";
const P2M = "arch/x86/xen/p2m.c";
const HEADER = "include/xen/page.h";
const dir = tempDir();
const cache = new Cache(join(dir, "cache"));

const SOUND = "#include <xen/page.h>\nint fill(int n)\n{\n\treturn n + 1;\n}\n";
const FILES: Edit = {
  [CUP]: SOUND,
  [HEADER]: "int pour(int n);\n",
  [P2M]: "#include <xen/page.h>\nint p2m(void)\n{\n\treturn pour(1);\n}\n",
  "arch/x86/xen/mmu.c": "int mmu(void)\n{\n\treturn 1;\n}\n",
};

async function gate(files: Edit, edit: Edit, config: ConfigName = "x86_64"): Promise<GateResult> {
  const { before, after } = await treeViews(dir, { ...FILES, ...files }, edit);
  return await syntaxGate(await workshop(cache), config, before, after);
}

const lines = (errors: GateResult["broken"]): string[] =>
  errors.map(({ file, line, message }) => `${file}:${line}: ${message}`);

describe("a file that the patch touches", () => {
  it("that builds says nothing", async () => {
    const { broken, mended, unseen } = await gate({}, { [CUP]: SOUND.replace("1", "2") });
    expect({ broken, mended, unseen }).toEqual({ broken: [], mended: [], unseen: [] });
  });

  it("that does not build any more is told with its line, wherever it is", async () => {
    const { broken } = await gate({}, { [CUP]: SOUND.replace("n + 1", "spill(n)") });
    expect(lines(broken)).toEqual([`${CUP}:4: implicit declaration of function 'spill'`]);
  });

  it.each([
    ["a function without a return", "int f(void)\n{\n}\n", "non-void function does not return a value"],
    ["a pointer of another type", "char *f(int *p)\n{\n\treturn p;\n}\n", "incompatible pointer types"],
    ["no type at all", "f(void)\n{\n\treturn 1;\n}\n", "type specifier missing"],
    ["a pointer made of a number", "char *f(int n)\n{\n\treturn n;\n}\n", "incompatible integer to pointer"],
  ])("with %s does not build", async (_, text, message) => {
    const { broken } = await gate({}, { [CUP]: SOUND + text });
    expect(lines(broken).join()).toContain(message);
  });

  it("may have empty parentheses, unless the tree's own Makefile is strict", async () => {
    const edit = { [CUP]: `${SOUND}int f();\n` };
    const makefile = "VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 7\nEXTRAVERSION =\n";
    expect((await gate({}, edit)).broken).toEqual([]);
    const strict = await gate({ Makefile: `${makefile}CFLAGS := -Werror=strict-prototypes\n` }, edit);
    expect(lines(strict.broken)).toEqual([`${CUP}:6: this function declaration is not a prototype`]);
  });

  it("keeps assembly of an x86", async () => {
    const asm =
      'unsigned long f(void)\n{\n\tunsigned long x;\n\tasm("mov %%rsp, %0" : "=a" (x));\n\treturn x;\n}\n';
    expect((await gate({}, { [CUP]: SOUND + asm })).broken).toEqual([]);
  });

  it("that did not build before is no failure, and one that now does is mended", async () => {
    const odd = SOUND.replace("n + 1", "spill(n)");
    const still = await gate({ [CUP]: odd }, { [CUP]: `\n\n${odd}` });
    expect(still.broken).toEqual([]);
    const { broken, mended } = await gate({ [CUP]: odd }, { [CUP]: SOUND });
    expect(broken).toEqual([]);
    expect(lines(mended)).toEqual([`${CUP}:4: implicit declaration of function 'spill'`]);
  });

  it("that is new is held to what is in itself", async () => {
    const files = { "include/odd.h": "int odd(nothing x);\n" };
    const fresh = "drivers/kitchen/new.c";
    expect((await gate(files, { [fresh]: `#include <odd.h>\n${SOUND}` })).broken).toEqual([]);
    const { broken } = await gate(files, { [fresh]: `#include <odd.h>\n${SOUND}int g(nowhere x);\n` });
    expect(lines(broken)).toEqual([`${fresh}:7: unknown type name 'nowhere'`]);
  });

  it("that got another name brings its old errors along", async () => {
    const odd = `${SOUND}int g(nowhere x);\n`;
    const { broken } = await gate({ [CUP]: odd }, { [CUP]: null, "drivers/kitchen/mug.c": odd });
    expect(broken).toEqual([]);
  });

  it("of another architecture is not looked at, and that is told", async () => {
    const path = "arch/arm/xen/mm.c";
    const { broken, unseen } = await gate({ [path]: "int a;\n" }, { [path]: "int a = spill();\n" });
    expect({ broken, unseen }).toEqual({ broken: [], unseen: [`${path}: not for x86`] });
  });

  it("of which nothing can be read is told", async () => {
    const lost = `#include <lost.h>\n${SOUND}`;
    const { broken, unseen } = await gate({ [CUP]: lost }, { [CUP]: lost.replace("n + 1", "spill(n)") });
    expect(broken).toEqual([]);
    expect(unseen).toEqual([`${CUP}: ends at 'lost.h' file not found`]);
  });

  it("cannot read a file of this machine", async () => {
    const { broken } = await gate({}, { [CUP]: `#include "/etc/passwd"\n${SOUND}` });
    expect(lines(broken)).toEqual([`${CUP}:1: '/etc/passwd' file not found`]);
  });
});

describe("a header that the patch touches", () => {
  it("is held to the files that scenarios drive", async () => {
    const { broken } = await gate({}, { [HEADER]: "int pour(int n, int m);\n" });
    expect(lines(broken)).toEqual([`${P2M}:4: too few arguments to function call, expected 2, have 1`]);
  });

  it("is told itself, once", async () => {
    const { broken } = await gate(
      { "arch/x86/xen/mmu.c": "#include <xen/page.h>\n" },
      { [HEADER]: "int pour(int n);\nint spill(nowhere x);\n" },
    );
    expect(lines(broken)).toEqual([`${HEADER}:2: unknown type name 'nowhere'`]);
  });
});

describe("a configuration", () => {
  const files = {
    "arch/x86/xen/Kconfig": 'config XEN_PV\n\tbool "PV"\n\tdepends on X86_64\n',
    "arch/x86/xen/Makefile": "obj-$(CONFIG_XEN_PV) += p2m.o\n",
    Kconfig: "source arch/x86/xen/Kconfig\n",
  };
  const edit = { [P2M]: "int p2m(void)\n{\n\treturn spill();\n}\n" };

  it("in which the tree does not build a file says nothing of it", async () => {
    const { broken, unseen } = await gate(files, edit, "x86_32-pae");
    expect(broken).toEqual([]);
    expect(unseen).toEqual([`${P2M}: not built there: needs XEN_PV`]);
  });

  it("in which it does, tells", async () => {
    expect((await gate(files, edit)).broken).toHaveLength(1);
  });

  it("has its own errors", async () => {
    const only = { [CUP]: `${SOUND}#ifdef CONFIG_X86_64\nint g(nowhere x);\n#endif\n` };
    expect((await gate({}, only)).broken).toHaveLength(1);
    expect((await gate({}, only, "x86_32-pae")).broken).toEqual([]);
  });
});

it("an answer is kept, until a file that was read changes", async () => {
  const { before, after } = await treeViews(dir, FILES, { [CUP]: SOUND.replace("1", "2") });
  const own = new Cache(join(dir, "own"));
  const ask = async (): Promise<GateResult> => await syntaxGate(await workshop(own), "x86_64", before, after);
  const kept = (): number => readdirSync(own.dir).filter((name) => name.startsWith("tree-side-gate-")).length;
  expect(await ask()).toEqual(await ask());
  expect(kept()).toBe(1);
  writeFiles(before.tree!.dir, { [HEADER]: "int pour(int n); int two(nowhere x);\n" });
  expect((await ask()).broken).toEqual([]);
  expect(kept()).toBe(2);
});
