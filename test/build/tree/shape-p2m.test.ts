// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createTwoFilesPatch } from "diff";
import { beforeAll, describe, expect, it } from "vitest";
import type { Base } from "../../../harness/base/base.ts";
import { checkText } from "../../support/check.ts";
import { replaceOnce } from "../../support/edit-mail.ts";
import { writeFiles } from "../../support/fake-tree.ts";
import { shapeTree } from "../../support/shape-tree.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { toldOfClose } from "../../support/told-of-close.ts";

const P2M = "arch/x86/xen/p2m.c";
const PAGE_H = "arch/x86/include/asm/xen/page.h";
const HEAD = "bool set_phys_to_machine(unsigned long pfn, unsigned long mfn)";

/** What a real kernel has in front of a function that writes the p2m and knows nothing of faults. */
const OUTER = `${HEAD}
{
	if (!__set_phys_to_machine(pfn, mfn))
		return __set_phys_to_machine(pfn, mfn);
	return true;
}
`;

describe("a tree whose own code writes a p2m that is a tree", () => {
  const dir = tempDir();
  let base: Base;
  beforeAll(async () => {
    base = await shapeTree(dir);
    const read = (path: string): string => readFileSync(join(dir, path), "utf8");
    const bare = replaceOnce(
      read(P2M),
      "\tif (hb_should_fail(HB_FAIL_SET_PHYS_TO_MACHINE))\n\t\treturn false;\n",
      "",
    ).replace(/\thb_note_p2m\([^;]*;\n/, "");
    const end = bare.indexOf("\n}\n", bare.indexOf(HEAD)) + 3;
    const inner = bare.slice(0, end).replace(HEAD, HEAD.replace("set_phys", "__set_phys"));
    writeFiles(dir, {
      [P2M]: `${inner}\n${OUTER}${bare.slice(end)}`,
      [PAGE_H]: replaceOnce(
        read(PAGE_H),
        `extern ${HEAD};`,
        `extern ${HEAD};\nextern ${HEAD.replace("set_phys", "__set_phys")};`,
      ),
    });
  });

  it("can fail to be written: who overlooks that is found, by the names that the kernel has", async () => {
    const old = readFileSync(join(dir, P2M), "utf8");
    const text = replaceOnce(old, "\t\treturn __set_phys_to_machine(pfn, mfn);\n", "\t\treturn true;\n");
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
