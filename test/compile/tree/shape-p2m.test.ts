// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createTwoFilesPatch } from "diff";
import { beforeAll, describe, expect, it } from "vitest";
import type { Base } from "../../../harness/base/base.ts";
import { checkText } from "../../support/check.ts";
import { replaceOnce } from "../../support/edit-mail.ts";
import { shapeTree } from "../../support/shape-tree.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { toldOfClose } from "../../support/told-of-close.ts";

const P2M = "arch/x86/xen/p2m.c";
describe("a tree whose own code writes a p2m that is a tree", () => {
  const dir = tempDir();
  let base: Base;
  beforeAll(async () => {
    base = await shapeTree(dir);
  });

  it("can fail to be written: who overlooks that is found, by the names that the kernel has", async () => {
    const old = readFileSync(join(dir, P2M), "utf8");
    const text = replaceOnce(
      old,
      "\treturn add_leaf(pfn) && __set_phys_to_machine(pfn, mfn);\n",
      "\tif (!add_leaf(pfn))\n\t\treturn false;\n\t__set_phys_to_machine(pfn, mfn);\n\treturn true;\n",
    );
    const patch = createTwoFilesPatch(`a/${P2M}`, `b/${P2M}`, old, text).replace(/^=+\n/, "");
    const scenarios = ["fault-p2m-map-first-page", "user-map-one-page"];
    const result = await checkText(patch, { base, configs: ["x86_64"], scenarios, plain: true });
    const { findings } = result.configs[0]!;
    const regressed = findings.filter((one) => one.class === "regressed");
    expect(new Set(regressed.map((one) => one.scenario))).toEqual(new Set(scenarios.slice(0, 1)));
    expect(findings.map((one) => one.place.function).filter((name) => name.startsWith("hb_"))).toEqual([]);
  });

  it("maps nothing where null pointers lead", async () => {
    const statements = ["{", "unsigned int level;", "BUG_ON(lookup_address(0, &level));", "}"];
    expect(await toldOfClose(base, dir, "", statements)).toEqual([]);
  });
});
