// SPDX-License-Identifier: GPL-2.0-only
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type BuildPair, buildPair } from "../../harness/compile/build-pair.ts";
import { Cache } from "../../harness/compile/cache/cache.ts";
import type { ConfigName } from "../../harness/machine/config.ts";
import { tempDir } from "../support/temp-dir.ts";
import { type Edit, treeViews } from "../support/tree-views.ts";
import { referenceViews, workshop } from "../support/views.ts";

const CUP = "drivers/kitchen/cup.c";
const dir = tempDir();
const cache = new Cache(join(dir, "cache"));

/** No real kernel: our runtime for trees finds no headers there, whatever the patch does. */
const FILES: Edit = {
  [CUP]: "int cup;\n",
  "arch/x86/xen/p2m.c": "int p2m;\n",
  "arch/x86/xen/mmu.c": "int mmu;\n",
};

async function pair(files: Edit, edit: Edit, config: ConfigName = "x86_64"): Promise<BuildPair> {
  const views = await treeViews(dir, { ...FILES, ...files }, edit);
  return await buildPair(await workshop(cache), config, views, [], () => {});
}

describe("a tree of which nothing can be compiled to run", () => {
  it("is no failure of either side, and says why in one line", async () => {
    const { before, after } = await pair({}, { [CUP]: "int mug;\n" });
    for (const { module, errors, unavailable } of [before, after]) {
      expect({ module, errors }).toEqual({ module: null, errors: [] });
      expect(unavailable).toMatch(
        /^what is run does not compile to WebAssembly: csrc\/kernel\/.*file not found/,
      );
      expect(unavailable).not.toContain("\n");
    }
  });

  it("does not hide that the patch breaks the build", async () => {
    const { before, after } = await pair({}, { [CUP]: "int cup = spill();\n" });
    expect(before.unavailable).not.toBe("");
    expect(after).toMatchObject({ module: null, unavailable: "" });
    expect(after.errors.map(({ file, line }) => `${file}:${line}`)).toContain(`${CUP}:1`);
  });

  it("is none of a side's faults, though files differ in theirs", async () => {
    const { before, after } = await pair({ [CUP]: "int cup = spill();\n" }, { [CUP]: "int cup = pour();\n" });
    expect(before).toMatchObject({ errors: [] });
    expect(before.unavailable).not.toBe("");
    expect(after.unavailable).toBe("");
  });

  it("does not hide that the patch mends it", async () => {
    const { gate } = await pair({ [CUP]: "int cup = spill();\n" }, { [CUP]: "int cup;\n" });
    expect(gate?.mended.map(({ file }) => file)).toContain(CUP);
  });
});

it("a configuration without PV guests is told by the tree's own Kconfig", async () => {
  const kconfig = 'config XEN_PV\n\tbool "PV"\n\tdepends on X86_64\n';
  const { before, after } = await pair(
    { "arch/x86/xen/Kconfig": kconfig },
    { [CUP]: "int mug;\n" },
    "x86_32-pae",
  );
  for (const { unavailable } of [before, after])
    expect(unavailable).toBe("the tree has PV guests on x86_64 alone (XEN_PV in arch/x86/xen/Kconfig)");
});

it("an error of the miniature is one of the after side's alone", async () => {
  const views = await referenceViews();
  const { gate, after } = await buildPair(await workshop(cache), "x86_32-pae", views, [], () => {});
  expect(gate.broken).not.toEqual([]);
  expect(after).toMatchObject({ module: null, unavailable: "", errors: gate.broken });
});
