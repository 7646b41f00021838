// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import type { View } from "../../harness/base/view.ts";
import type { Finding } from "../../harness/judge/verdict/finding.ts";
import type { ConfigName } from "../../harness/machine/config.ts";
import { checkViews } from "../support/check-views.ts";
import { ownFunction } from "../support/own-function.ts";
import { referenceViews, withEdit } from "../support/views.ts";

const GNTDEV = "drivers/xen/gntdev.c";
const FREED = "	kfree(map->unmap_ops);\n	kfree(map);\n";
const READ = '	if (map->count > 1000)\n		printk(KERN_INFO "never\\n");\n';
const FIELD = "	struct list_head next;\n";

/** What the miniature's before side does in each of these scenarios. */
const ASIDE: ReadonlySet<string> = new Set(["trace", "kernel-view", "view-in-between"]);

async function check(before: View, after: View, scenario: string, config: ConfigName): Promise<Finding[]> {
  const { after: build, findings } = await checkViews(before, after, config, [scenario]);
  expect(build.errors).toEqual([]);
  return findings.filter(({ invariant }) => !ASIDE.has(invariant));
}

const classes = (findings: readonly Finding[]): string[] =>
  findings.map((one) => `${one.class} ${one.invariant} in ${one.place.function}`).sort();

describe("a mistake of both sides", () => {
  it("is pre-existing where the patch makes objects larger and moves all lines", async () => {
    const { before } = await referenceViews();
    const after = withEdit(before, GNTDEV, FIELD, `	int spare[20];\n${FIELD}`);
    const found = await check(before, after, "user-count-overflow", "x86_32-pae-highmem");
    expect(classes(found)).toContain("pre-existing out-of-bounds in gntdev_alloc_map");
    expect(found.filter((one) => one.class !== "pre-existing")).toEqual([]);
  });

  it("is pre-existing where the patch rewords its line", async () => {
    const before = withEdit((await referenceViews()).before, GNTDEV, FREED, FREED + READ);
    const after = withEdit(before, GNTDEV, "if (map->count > 1000)", "if (map->count >= 1002)");
    const found = await check(before, after, "user-map-one-page", "x86_64");
    expect(classes(found)).toEqual(["pre-existing use-after-free in gntdev_put_map"]);
  });

  it("does not hide one more of its kind in the same step", async () => {
    const before = withEdit((await referenceViews()).before, GNTDEV, FREED, FREED + READ);
    const after = withEdit(
      before,
      GNTDEV,
      FREED,
      `${FREED}	if (map->count > 2000)\n		printk(KERN_INFO "x\\n");\n`,
    );
    const found = await check(before, after, "user-map-one-page", "x86_64");
    expect(classes(found)).toEqual([
      "pre-existing use-after-free in gntdev_put_map",
      "regressed use-after-free in gntdev_put_map",
    ]);
    expect(found.find((one) => one.class === "regressed")!.place.code).toBe("if (map->count > 2000)");
  });
});

it("a second free is told with where the object was made and freed first", async () => {
  const { before } = await referenceViews();
  const after = withEdit(
    before,
    GNTDEV,
    FREED,
    FREED.replace("	kfree(map);", "	kfree(map->grants);\n	kfree(map);"),
  );
  const [found] = await check(before, after, "user-map-one-page", "x86_64");
  expect(found!.invariant).toBe("use-after-free");
  const tops = found!.stacks.map(({ what, frames }) => `${what} ${ownFunction(frames)}`);
  expect(tops).toEqual(["here gntdev_put_map", "allocated gntdev_alloc_map", "freed gntdev_put_map"]);
});
