// SPDX-License-Identifier: GPL-2.0-only
import { beforeAll, describe, expect, it } from "vitest";
import type { Base } from "../../../harness/base/base.ts";
import { shapeTree } from "../../support/shape-tree.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { toldOfClose } from "../../support/told-of-close.ts";

const PAGE = "page_to_pfn(map->pages[0])";

describe.each(["x86_64", "x86_32-pae"] as const)("kernel code of %s and the direct map", (config) => {
  const dir = tempDir();
  let base: Base;
  beforeAll(async () => {
    base = await shapeTree(dir);
  });

  const toldOf = (...statements: string[]): Promise<string[]> =>
    toldOfClose(base, dir, "", ["{", ...statements, "}"], config);

  it("faults where nothing is mapped", async () => {
    const told = await toldOf(`*(unsigned char *)pfn_to_kaddr(${PAGE}) = 1;`);
    expect(told).toEqual(["no-fault: unable to handle kernel paging request"]);
  });

  it("finds a page by its address, and its address by the page", async () => {
    const there = `virt_to_page(pfn_to_kaddr(${PAGE})) == map->pages[0]`;
    expect(await toldOf(`BUG_ON(!(${there}));`)).toEqual([]);
  });

  it("finds the entry that maps it", async () => {
    const look = `lookup_address((unsigned long)pfn_to_kaddr(${PAGE}), &level)`;
    expect(await toldOf("unsigned int level;", `BUG_ON(!${look} || level != PG_LEVEL_4K);`)).toEqual([]);
  });
});
