// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import { checkViews } from "../support/check-views.ts";
import { referenceViews, withEdit } from "../support/views.ts";

const P2M = "arch/x86/xen/p2m.c";
const LOOP = "	for (i = 0; i < M2P_OVERRIDE_HASH; i++)\n		INIT_LIST_HEAD(&m2p_overrides[i]);\n";
const GNTDEV = "drivers/xen/gntdev.c";
const INITCALL = "	use_ptemod = xen_pv_domain();\n";

/** What goes wrong before any scenario begins; the line of the finding is the one that the marker is on. */
const WRONG = [
  ["no-fault", P2M, LOOP, `${LOOP}	BUG_ON(i == M2P_OVERRIDE_HASH); /* ! */\n`],
  ["hang", P2M, LOOP, LOOP.replace("; i++)", ";) /* ! */")],
  [
    "out-of-bounds",
    P2M,
    LOOP,
    `	struct list_head *volatile end = &m2p_overrides[M2P_OVERRIDE_HASH];\n\n${LOOP}	end->next = NULL; /* ! */\n`,
  ],
  ["lock-balance", P2M, LOOP, `	spin_lock(&m2p_override_lock); /* ! */\n${LOOP}`],
  [
    "list-corruption",
    P2M,
    LOOP,
    `${LOOP}	m2p_overrides[3].prev = NULL;\n	list_add(&m2p_overrides[4], &m2p_overrides[2]);\n	m2p_overrides[4].next->prev = NULL;\n	list_del(&m2p_overrides[4]); /* ! */\n`,
  ],
  [
    "null-dereference",
    GNTDEV,
    INITCALL,
    `	struct gntdev_priv *none = (void *)(long)use_ptemod;\n\n${INITCALL}	none->mm = NULL; /* ! */\n`,
  ],
  [
    "uninitialised-read",
    GNTDEV,
    INITCALL,
    `	int way[2];\n\n	if (way[xen_pv_domain()] == 7) /* ! */\n		return -ENODEV;\n${INITCALL}`,
  ],
] as const;

describe.each(["x86_64", "x86_32-pae-highmem"] as const)("at boot, in %s", (config) => {
  it.each(WRONG)("%s in %s is a finding with its line", async (invariant, file, from, to) => {
    const { before } = await referenceViews();
    const after = withEdit(before, file, from, to);
    const {
      findings,
      scenarios,
      after: build,
    } = await checkViews(before, after, config, ["user-map-one-page"]);
    expect(build.errors).toEqual([]);
    expect(scenarios.map((one) => one.class)).toEqual(["regressed"]);
    const lines = (after.read(file) ?? "").split("\n");
    const marked = lines.findIndex((line) => line.includes("/* ! */")) + 1;
    const found = findings
      .filter((one) => one.class === "regressed")
      .map(({ place, ...one }) => `${one.invariant} ${place.file}:${place.line}`);
    expect(found).toEqual([`${invariant} ${file}:${marked}`]);
  });
});
