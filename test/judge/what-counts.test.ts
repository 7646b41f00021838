// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import type { View } from "../../harness/base/view.ts";
import type { Finding } from "../../harness/judge/verdict/finding.ts";
import { checkViews } from "../support/check-views.ts";
import { referenceViews, withEdit, withFile } from "../support/views.ts";

const GNTDEV = "drivers/xen/gntdev.c";

const miniature = async (): Promise<View> => (await referenceViews()).before;
const patched = async (): Promise<View> => (await referenceViews()).after;

async function findings(before: View, after: View, ...scenarios: string[]): Promise<Finding[]> {
  const { after: build, findings: found } = await checkViews(before, after, "x86_64", scenarios);
  expect(build.errors).toEqual([]);
  return found.filter(({ invariant }) => invariant !== "trace");
}

const told = (found: readonly Finding[], kind: Finding["class"]): string[] => [
  ...new Set(found.flatMap((one) => (one.class === kind ? [one.signature] : []))),
];

describe("a call that fails and leaves a mapping in the list", () => {
  const COPY = "	spin_unlock(&priv->lock);\n\n	return copy_to_user(u, &op, sizeof(op)) ? -EFAULT : 0;\n";
  const UNDONE = `	spin_unlock(&priv->lock);

	if (copy_to_user(u, &op, sizeof(op))) {
		spin_lock(&priv->lock);
		list_del(&map->next);
		spin_unlock(&priv->lock);
		gntdev_put_map(map);
		return -EFAULT;
	}
	return 0;
`;

  it("is told although all goes when the file is closed, and is fixed where it undoes what it did", async () => {
    const before = await miniature();
    const mended = withEdit(before, GNTDEV, COPY, UNDONE);
    const there = await findings(before, mended, "fault-copy-to-user-offset");
    expect(told(there, "fixed")).toEqual([
      "error-leaves-nothing: allocation in gntdev_alloc_map",
      "error-leaves-nothing: ballooned page in gntdev_alloc_map",
    ]);
    const back = await findings(mended, before, "fault-copy-to-user-offset");
    expect(told(back, "regressed")).toEqual(told(there, "fixed"));
  });

  it("is none where what stays is a buffer that is made once, for all calls", async () => {
    const before = await miniature();
    const made = withEdit(
      before,
      GNTDEV,
      COPY,
      `	{\n		static void *once;\n\n		if (!once)\n			once = kzalloc(16, GFP_KERNEL);\n		if (priv->maps.next == &priv->maps)\n			return -EINVAL;\n	}\n${COPY}`,
    );
    const found = await findings(before, made, "fault-copy-to-user-offset");
    expect(told(found, "regressed").filter((one) => one.startsWith("error-leaves-nothing"))).toEqual([]);
  });
});

describe("a warning of the kernel's", () => {
  const RELEASE = "	struct grant_map *map, *n;\n\n";

  it("is a regression where nothing was made to fail", async () => {
    const before = await miniature();
    const warning = withEdit(before, GNTDEV, RELEASE, `${RELEASE}	WARN_ON(list_empty(&priv->maps));\n`);
    const found = await findings(before, warning, "user-ioctl-and-unmap-ioctl");
    expect(told(found, "regressed")).toEqual(["kernel-warning: WARNING in gntdev_release"]);
    expect(told(await findings(warning, before, "user-ioctl-and-unmap-ioctl"), "fixed")).toEqual([
      "kernel-warning: WARNING in gntdev_release",
    ]);
  });

  it("is a report where a fault was injected: it is none of the kernel's own, and its loss is told", async () => {
    const before = await miniature();
    const silent = withEdit(
      before,
      GNTDEV,
      "		WARN_ON(unmap_grant_pages(map, 0, map->count));",
      "		unmap_grant_pages(map, 0, map->count);",
    );
    const found = await findings(before, silent, "fault-exit-unmap-op");
    expect(told(found, "regressed").some((one) => one.startsWith("status-ignored: "))).toBe(true);
    expect(found.map(({ invariant }) => invariant)).not.toContain("kernel-warning");
  });
});

describe("one more of a kind that is there already", () => {
  it("is a regression: a second leak of an allocation that leaks, in a call that failed and gave it back", async () => {
    const before = await patched();
    const ERROR =
      "	if (copy_from_user(map->grants, &u->refs,\n			   sizeof(map->grants[0]) * op.count)) {\n		gntdev_put_map(map);\n";
    const kept = withEdit(before, GNTDEV, ERROR, ERROR.replace("		gntdev_put_map(map);\n", ""));
    const found = await findings(before, kept, "fault-copy-from-user-grants");
    expect(told(found, "regressed").filter((one) => one.startsWith("memory-leak"))).not.toEqual([]);
  });

  it("stays what it was where functions are renamed, split and inlined", async () => {
    const before = await patched();
    const text = before.read(GNTDEV)!.replaceAll("gntdev_alloc_map", "gntdev_new_map");
    const after = withFile(before, GNTDEV, text);
    const found = await findings(before, after, "user-map-one-page", "user-map-several-pages");
    expect(found.filter((one) => one.class !== "pre-existing")).toEqual([]);
    expect(told(found, "pre-existing")).toContain("memory-leak: allocation 5 in gntdev_alloc_map");
  });
});

describe("what a mend reveals", () => {
  const OPEN = "	INIT_LIST_HEAD(&priv->maps);\n";

  it("is no regression where the before side died, and the patch has no hand in it", async () => {
    const before = withEdit(await patched(), GNTDEV, OPEN, `${OPEN}	BUG_ON(priv);\n`);
    const found = await findings(before, await patched(), "user-map-one-page");
    expect(told(found, "fixed")).toEqual(["no-fault: kernel BUG in gntdev_open"]);
    expect(told(found, "regressed")).toEqual([]);
    expect(told(found, "revealed")).toContain("memory-leak: allocation 5 in gntdev_alloc_map");
  });
});
