// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import { digestOf } from "../../../harness/compile/cache/digest-of.ts";
import { openCache } from "../../../harness/compile/cache/open-cache.ts";
import { ownHeaders } from "../../../harness/compile/source-tree.ts";
import { makeHeaders } from "../../../harness/compile/toolchain/headers.ts";
import { Overlay } from "../../../harness/compile/toolchain/overlay.ts";
import { type FittedTree, fitTree } from "../../../harness/compile/tree/fit-tree.ts";
import { TREE_RUNTIME } from "../../../harness/compile/tree/tree-source.ts";
import { NO_TREE, workshop } from "../../support/views.ts";

const CUP = "drivers/kitchen/cup.c";
const cache = openCache();

/** What is made of a driver and a runtime, each as lines behind a marker of its file. */
async function fitOf(
  driver: readonly string[],
  runtime: readonly string[],
  changed: readonly number[],
): Promise<FittedTree> {
  const unit = (path: string, lines: readonly string[]) => {
    const text = [`# 1 "${path}"`, ...lines, ""].join("\n");
    return { digest: digestOf([text]), text, headers: [], errors: [] };
  };
  const units = new Map([
    [CUP, unit(CUP, driver)],
    [TREE_RUNTIME, unit(TREE_RUNTIME, runtime)],
  ]);
  const flags = { overlay: new Overlay(new Map(), null), standard: "gnu89", tree: NO_TREE };
  const source = { units, flags, paths: [] };
  const lines = new Map([[CUP, changed]]);
  return await fitTree(await workshop(cache), "x86_64", source, lines, makeHeaders(new Map(ownHeaders())));
}

const kept = ({ sliced }: FittedTree, path: string): string[] =>
  sliced.slices.get(path)!.kept.map(({ name }) => name);

const DRIVER = [
  "int boil(int);",
  "int fill(int cup) { return boil(cup) + 1; }",
  "int pour(int cup) { return fill(cup); }",
];
const RUNTIME = [
  "int boil(int);",
  "int boil(int pot)",
  "{",
  "\treturn pot;",
  "}",
  "int hb_tea(void) { return boil(1); }",
];

describe("a tree and the runtime for it", () => {
  it("are kept whole where all of it compiles", async () => {
    const fitted = await fitOf(DRIVER, RUNTIME, [3]);
    expect(fitted.unfit).toEqual([]);
    expect(kept(fitted, CUP)).toEqual(["fill", "pour"]);
    expect(kept(fitted, TREE_RUNTIME)).toEqual(["boil", "hb_tea"]);
  });

  it("lose a function of the tree that does not compile, but for its prototype", async () => {
    const driver = DRIVER.with(1, "int fill(int cup) { return cup.handle; }");
    const fitted = await fitOf(driver, RUNTIME, [3]);
    expect(fitted.unfit).toMatchObject([{ name: "fill", file: CUP, line: 2 }]);
    expect(kept(fitted, CUP)).toEqual(["pour"]);
    expect(fitted.sliced.slices.get(CUP)?.cut).toMatchObject([{ name: "fill", why: "unfit" }]);
  });

  it("lose a function of the runtime that does not have the tree's prototype, and nothing else", async () => {
    const header = ['# 1 "include/linux/pot.h"', "long boil(int);", `# 2 "${TREE_RUNTIME}"`];
    const runtime = [...header, ...RUNTIME.slice(1)];
    const fitted = await fitOf(DRIVER, runtime, [3]);
    expect(fitted.unfit).toMatchObject([{ name: "boil", line: 2 }]);
    expect(kept(fitted, TREE_RUNTIME)).toEqual(["hb_tea"]);
    expect(kept(fitted, CUP)).toEqual(["fill", "pour"]);
  });

  it("lose what depends on a variable that does not fit", async () => {
    const runtime = [
      ...RUNTIME,
      "struct cup;",
      "static struct cup spare;",
      "int hb_spare(void) { return spare.handle; }",
    ];
    const fitted = await fitOf(DRIVER, runtime, [3]);
    expect(fitted.unfit.map(({ name }) => name).toSorted()).toEqual(["hb_spare", "spare"]);
    expect(kept(fitted, TREE_RUNTIME)).toEqual(["boil", "hb_tea"]);
  });

  it("show each other's static functions, if the runtime names them", async () => {
    const driver = DRIVER.with(1, "static inline int fill(int cup) { return boil(cup) + 1; }");
    const fitted = await fitOf(
      driver,
      [...RUNTIME, "int fill(int);", "int hb_fill(void) { return fill(2); }"],
      [],
    );
    expect(fitted.unfit).toEqual([]);
    const { text, kept: functions } = fitted.sliced.slices.get(CUP)!;
    expect(functions.map(({ name }) => name)).toEqual(["fill"]);
    expect(text).not.toMatch(/static|inline/);
  });

  it("stand one in front of the other, where the runtime calls a function of the tree by its inner name", async () => {
    const runtime = [
      ...RUNTIME,
      "int hb_tree_fill(int);",
      "int fill(int cup)",
      "{",
      "\treturn hb_tree_fill(cup) + 1;",
      "}",
    ];
    const driver = ["int fill(int);", ...DRIVER];
    const fitted = await fitOf(driver, runtime, [4]);
    expect(fitted.unfit).toEqual([]);
    const { text, kept: functions } = fitted.sliced.slices.get(CUP)!;
    expect(functions.map(({ name }) => name)).toEqual(["fill", "pour"]);
    expect(text).toContain("int hb_tree_fill(int cup) { return boil(cup) + 1; }");
    expect(text).toContain("int pour(int cup) { return fill(cup); }");
    expect(kept(fitted, TREE_RUNTIME)).toEqual(["boil", "hb_tea", "fill"]);
  });

  it("are left as they are where an error lies in no function", async () => {
    const fitted = await fitOf(
      [...DRIVER, "struct cup { struct pot p; };", "int last(struct cup *c) { return 0; }"],
      RUNTIME,
      [5],
    );
    expect(fitted.unfit).toEqual([]);
  });
});
