// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it, test } from "vitest";
import { costChanges } from "../../../harness/gate/cost/cost-changes.ts";
import type { ConfigVerdict } from "../../../harness/judge/judge-config.ts";
import { costText } from "../../../harness/report/cost-text.ts";
import { checkText, referenceText } from "../../support/check.ts";
import { checkViews } from "../../support/check-views.ts";
import { referenceViews, withEdit } from "../../support/views.ts";

const GNTDEV = "drivers/xen/gntdev.c";
const CLAIM =
  "	map = claim_map(priv, vma);\n	spin_unlock(&priv->lock);\n	if (!map)\n		return -EINVAL;\n";
const ONE = ["user-map-one-page"];

const told = (verdict: ConfigVerdict): string[] =>
  costChanges([verdict]).map((one) => costText(one).replace(/ \(.*$/, ""));

/** What of mmap costs otherwise if that is done in it. */
async function ofMmap(code: string): Promise<string[]> {
  const { before } = await referenceViews();
  const more = `${CLAIM}	{\n		unsigned long flags;\n		int i, j;\n\n		for (i = 0; i < map->count; i++) {\n			${code}\n		}\n		(void)flags;\n		(void)j;\n	}\n`;
  const after = withEdit(before, GNTDEV, CLAIM, more);
  const all = told(await checkViews(before, after, "x86_64", ONE, [], true));
  return all.filter((text) => text.includes(" per mmap of ") && !text.startsWith("work "));
}

/** mmap of the miniature takes two locks and, for each page, the override list's, without interrupts; and a leaf of the p2m. */
describe("what a line for each page adds to mmap", () => {
  test.each([
    [
      "a spinlock",
      "spin_lock(&priv->lock); spin_unlock(&priv->lock);",
      ["locks taken per mmap of n pages: 2 + n -> 2 + 2n"],
    ],
    [
      "a spinlock with interrupts off",
      "spin_lock_irqsave(&priv->lock, flags); spin_unlock_irqrestore(&priv->lock, flags);",
      [
        "locks taken per mmap of n pages: 2 + n -> 2 + 2n",
        "sections with interrupts off per mmap of n pages: n -> 2n",
      ],
    ],
    [
      "memory",
      "kfree(kmalloc(24, GFP_KERNEL));",
      [
        "allocations per mmap of n pages: 1 -> 1 + n",
        "bytes allocated per mmap of n pages: 4096 -> 4096 + 24n",
      ],
    ],
    [
      "a hypercall without an operation",
      "if (HYPERVISOR_grant_table_op(GNTTABOP_map_grant_ref, map->map_ops, 0)) return -EINVAL;",
      ["hypercalls per mmap of n pages: 1 -> 1 + n"],
    ],
    [
      "two calls in a multicall",
      "struct multicall_entry mc[2]; for (j = 0; j < 2; j++) { mc[j].op = __HYPERVISOR_grant_table_op; mc[j].args[0] = GNTTABOP_map_grant_ref; mc[j].args[1] = (unsigned long)map->map_ops; mc[j].args[2] = 0; } if (HYPERVISOR_multicall(mc, 2)) return -EINVAL;",
      ["hypercalls per mmap of n pages: 1 -> 1 + n"],
    ],
    [
      "a walk over those before it, with a lock at each",
      "for (j = 0; j <= i; j++) { spin_lock(&priv->lock); spin_unlock(&priv->lock); }",
      ["locks taken per mmap of n pages: 2 + n -> 2 + 3n/2 + n^2/2"],
    ],
    [
      "a lock for each ten of them",
      "if (i % 10 == 9) { spin_lock(&priv->lock); spin_unlock(&priv->lock); }",
      ["locks taken per mmap of n pages: 2 + n -> [3, 4, 6, 10, 19, 37] for n = 1, 2, 4, 8, 16, 32"],
    ],
    ["nothing", "if (i < 0) return -EINVAL;", []],
  ])("%s", async (_, code, changes) => {
    expect(await ofMmap(code)).toEqual(changes);
  });
});

describe("what the reference patch makes callers pay", () => {
  const checked = checkText(referenceText(), { scenarios: ONE, plain: true, costs: true });
  const of = async (config: string): Promise<string[]> =>
    told((await checked).configs.find((one) => one.config === config)!);

  it("for each page, a map and an unmap of the kernel's own mapping", async () => {
    expect(await of("x86_64")).toEqual(
      expect.arrayContaining([
        "hypercalls per mmap of n pages: 1 -> 1 + n",
        "hypercalls per munmap of n pages: 1 -> 1 + n",
        "operations in hypercalls per gnttab_map_refs of n pages: n -> 2n",
        "page-table writes per munmap of n pages: 2n -> 3n",
        "TLB flushes per munmap of n pages: 1 -> 1 + 2n",
      ]),
    );
  });

  it("and memory for its operations", async () => {
    expect(await of("x86_64")).toEqual(
      expect.arrayContaining(["allocations per IOCTL_GNTDEV_MAP_GRANT_REF of n pages: 5 -> 6"]),
    );
  });

  it("where kmap of a granted page dies on the before side, nothing is counted of it", async () => {
    expect(await of("x86_32-pae-highmem")).toEqual(
      expect.arrayContaining([
        "kmap of a page while n are mapped: cannot be compared, since it fails on the before side",
        "page-table writes per gnttab_unmap_refs of n pages: 2n -> 3n",
      ]),
    );
  });

  it("where a side does not build, nothing is counted", async () => {
    expect((await checked).configs.find(({ config }) => config === "x86_32-pae")!.costs).toBeNull();
  });

  it("is counted beside all that is judged: nothing else changes", async () => {
    const without = await checkText(referenceText(), { scenarios: ONE, plain: true });
    const other = (one: ConfigVerdict) => ({
      ...{ scenarios: one.scenarios, findings: one.findings, unchecked: one.unchecked },
      coverage: one.coverage,
    });
    expect((await checked).verdict).toEqual(without.verdict);
    expect((await checked).configs.map(other)).toEqual(without.configs.map(other));
    expect(without.configs.every(({ costs }) => costs === null)).toBe(true);
  });
});
