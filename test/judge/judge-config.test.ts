// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import { checkViews } from "../support/check-views.ts";
import { referenceViews, withEdit } from "../support/views.ts";

const GNTDEV = "drivers/xen/gntdev.c";
const OPEN = "	INIT_LIST_HEAD(&priv->maps);\n";
const SCENARIOS = ["user-map-one-page", "user-map-several-pages"];

describe("a kernel that writes where no reset looks", () => {
  it("finds nothing there of another run", async () => {
    const { before } = await referenceViews();
    const write = "	if (++*(int *)0x180000ul > 1)\n		return -EIO;\n";
    const after = withEdit(before, GNTDEV, OPEN, `${write}${OPEN}`);
    const { findings } = await checkViews(before, after, "x86_64", SCENARIOS, []);
    const own = findings.filter((one) => one.class !== "pre-existing");
    expect(own.map(({ signature }) => signature)).toEqual([]);
  });
});

describe("a kernel that breaks a rule without end", () => {
  it("is told of the first times, and how many there are", async () => {
    const { before } = await referenceViews();
    const leak = "	for (int i = 0; i < 2000; i++)\n		kmalloc(8, GFP_KERNEL);\n";
    const after = withEdit(before, GNTDEV, OPEN, `${leak}${OPEN}`);
    const { findings } = await checkViews(before, after, "x86_64", [SCENARIOS[0]!], []);
    const leaks = findings.filter(({ invariant }) => invariant === "memory-leak");
    expect(leaks.map(({ class: kind, subject, times }) => [kind, subject, times])).toEqual([
      ["regressed", "allocation 2", 399],
      ["regressed", "one of very many allocations", 600],
      ["regressed", "1001 more of the kind", 1],
    ]);
  });
});

describe("code that takes itself out of what judges it", () => {
  it.each(['no_sanitize("address")', "__no_sanitize_address__"])(
    "is judged all the same: %s",
    async (attribute) => {
      const { before } = await referenceViews();
      const use = `static __attribute__((__noinline__, ${attribute})) int look(int *p)\n{\n	return *p;\n}\n\n`;
      const at = "static int gntdev_open(";
      const freed = "	{ int *p = kzalloc(8, GFP_KERNEL); kfree(p); if (look(p) == 77) return -EIO; }\n";
      const after = withEdit(withEdit(before, GNTDEV, at, `${use}${at}`), GNTDEV, OPEN, `${freed}${OPEN}`);
      const { findings, after: built } = await checkViews(before, after, "x86_64", [SCENARIOS[0]!]);
      expect(built.errors).toEqual([]);
      expect(findings.filter((one) => one.class === "regressed").map(({ invariant }) => invariant)).toEqual([
        "use-after-free",
      ]);
    },
  );
});
