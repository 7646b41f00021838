// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import type { View } from "../../harness/base/view.ts";
import { checkViews } from "../support/check-views.ts";
import { ownFunction } from "../support/own-function.ts";
import { referenceViews, withEdit } from "../support/views.ts";

const GNTDEV = "drivers/xen/gntdev.c";
const P2M = "arch/x86/xen/p2m.c";
/** The second one is given lowmem where there is a choice. */
const SCENARIOS = ["user-map-one-page", "kmap-lowmem-page"];
const FREED = "	kfree(map->unmap_ops);\n	kfree(map);\n";

interface Change {
  readonly invariant: string;
  readonly file: string;
  readonly from: string;
  /** The line of the finding is marked in it. */
  readonly to: string;
  /** What the innermost frame of each stack of the finding is, if it has more than one. */
  readonly stacks?: readonly string[];
}

const OBJECT = ["here gntdev_put_map", "allocated gntdev_alloc_map", "freed gntdev_put_map"];
const LOOP = "	for (i = 0; i < count; i++) {\n		add->map_ops[i].handle = -1;\n";
const CLAIM = "	spin_lock(&priv->lock);\n	map = claim_map(priv, vma);\n	spin_unlock(&priv->lock);\n";

const OPEN = "	INIT_LIST_HEAD(&priv->maps);\n";

/** One slip each, as patches have them, in the miniature's own code. */
const SKELETON: Readonly<Record<string, Change>> = {
  "frees in the wrong order": {
    ...{ invariant: "use-after-free", file: GNTDEV, stacks: OBJECT },
    from: FREED,
    to: "	kfree(map);\n	if (map->unmap_ops) /* ! */\n		kfree(NULL);\n",
  },
  "counts one too far": {
    ...{ invariant: "out-of-bounds", file: GNTDEV },
    from: LOOP,
    to: LOOP.replace("i < count", "i <= count").replace("-1;", "-1; /* ! */"),
    stacks: ["here gntdev_alloc_map", "allocated gntdev_alloc_map"],
  },
  "unlocks what it did not lock": {
    ...{ invariant: "lock-balance", file: GNTDEV },
    from: CLAIM,
    to: "	map = claim_map(priv, vma);\n	spin_unlock(&priv->lock); /* ! */\n",
  },
  "keeps a page": {
    ...{ invariant: "memory-leak", file: GNTDEV },
    from: OPEN,
    to: `${OPEN}	if (!get_zeroed_page(GFP_KERNEL)) /* ! */\n		return -ENOMEM;\n`,
  },
  "frees a page that it never got": {
    ...{ invariant: "use-after-free", file: GNTDEV },
    from: OPEN,
    to: `${OPEN}	kfree((void *)__get_free_page(GFP_KERNEL)); /* ! */\n`,
  },
  "reads a page that nobody wrote": {
    ...{ invariant: "uninitialised-read", file: GNTDEV },
    from: OPEN,
    to: `${OPEN}	{\n		int *p = (int *)__get_free_page(GFP_KERNEL);\n		int is_odd = p[3] & 1;\n\n		free_page((unsigned long)p);\n		if (is_odd) /* ! */\n			return -EIO;\n	}\n`,
  },
  "leaves interrupts off": {
    ...{ invariant: "irq-balance", file: P2M },
    from: "	spin_lock_irqsave(&m2p_override_lock, flags);\n	list_add(&page->lru,  &m2p_overrides[mfn_hash(mfn)]);\n	spin_unlock_irqrestore(&m2p_override_lock, flags);\n",
    to: "	spin_lock_irqsave(&m2p_override_lock, flags); /* ! */\n	list_add(&page->lru,  &m2p_overrides[mfn_hash(mfn)]);\n	spin_unlock(&m2p_override_lock);\n",
  },
};

/** And in the reference patch's, on top of it. */
const HUNKS: Readonly<Record<string, Change>> = {
  "leaves a field of the op unset": {
    ...{ invariant: "uninitialised-read", file: P2M },
    from: "			unmap_op.dev_bus_addr = 0;\n			ret = HYPERVISOR_grant_table_op(\n",
    to: "			ret = HYPERVISOR_grant_table_op( /* ! */\n",
  },
};

describe.each(["x86_64", "x86_32-pae-highmem"] as const)("a small change, in %s", (config) => {
  it.each(Object.entries(SKELETON))("that %s", async (_, change) => {
    const { before } = await referenceViews();
    await expectFinding(before, change);
  });

  it.each(Object.entries(HUNKS))("of the patch's text that %s", async (_, change) => {
    const { after } = await referenceViews();
    await expectFinding(after, change);
  });

  async function expectFinding(base: View, change: Change): Promise<void> {
    const after = withEdit(base, change.file, change.from, change.to);
    const { findings, after: build } = await checkViews(base, after, config, SCENARIOS);
    expect(build.errors).toEqual([]);
    const found = findings.filter((one) => one.class === "regressed" && one.invariant === change.invariant);
    const lines = (after.read(change.file) ?? "").split("\n");
    const marked = lines.findIndex((line) => line.includes("/* ! */")) + 1;
    const places = new Set(found.map(({ place }) => `${place.file}:${place.line}`));
    expect([...places]).toEqual([`${change.file}:${marked}`]);
    if (change.stacks === undefined) return;
    const tops = found[0]!.stacks.map(({ what, frames }) => `${what} ${ownFunction(frames)}`);
    expect(tops).toEqual(change.stacks);
  }
});
