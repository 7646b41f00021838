// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import type { View } from "../../../harness/base/view.ts";
import type { Finding } from "../../../harness/judge/verdict/finding.ts";
import { checkViews } from "../../support/check-views.ts";
import { referenceViews, withEdit } from "../../support/views.ts";

const GNTDEV = "drivers/xen/gntdev.c";
const PAGES = "	add->pages     = kzalloc(sizeof(add->pages[0])     * count, GFP_KERNEL);\n";

const edit =
  (from: string, to: string) =>
  (view: View): View =>
    withEdit(view, GNTDEV, from, to);

const keepsGrants = edit("	kfree(map->grants);\n", "");

/** Findings of a rule that one scenario shows of two texts of the miniature, in x86_64. */
async function found(
  rule: string,
  { from = (view) => view, to }: { readonly from?: (view: View) => View; readonly to: (view: View) => View },
): Promise<Finding[]> {
  const { before } = await referenceViews();
  const { findings } = await checkViews(from(before), to(before), "x86_64", ["user-map-one-page"], []);
  return findings.filter(({ invariant }) => invariant === rule);
}

const innermost = ({ elsewhere = [] }: Finding): string[] =>
  elsewhere.map(({ what, frames }) => {
    const frame = frames.find(({ file }) => file.endsWith(".c"));
    return `${what} ${frame?.function} ${frame?.file}`;
  });

const FREED = [`allocated gntdev_alloc_map ${GNTDEV}`, `freed gntdev_put_map ${GNTDEV}`];

describe("what one side leaves behind", () => {
  it("is freed by the before side there", async () => {
    const [leak, ...more] = await found("memory-leak", { to: keepsGrants });
    expect(leak).toMatchObject({ class: "regressed" });
    expect(more).toEqual([]);
    expect(innermost(leak!)).toEqual(FREED);
  });

  it("is freed by the after side there, if that mends it", async () => {
    const [leak] = await found("memory-leak", { from: keepsGrants, to: (view) => view });
    expect(leak).toMatchObject({ class: "fixed" });
    expect(innermost(leak!)).toEqual(FREED);
  });

  it("is known by its number where the patch words its line anew", async () => {
    const reworded = edit(PAGES, "	add->pages = kcalloc(count, sizeof(add->pages[0]), GFP_KERNEL);\n");
    const keeps = edit("	kfree(map->pages);\n", "");
    const [leak] = await found("memory-leak", { to: (view) => keeps(reworded(view)) });
    expect(innermost(leak!)).toEqual(FREED);
  });

  it("is no other allocation, whose number it has", async () => {
    const adds = edit(PAGES, `	if (!kmalloc(1, GFP_KERNEL))\n		goto err;\n${PAGES}`);
    const [leak] = await found("memory-leak", { to: adds });
    expect(leak).toMatchObject({ class: "regressed" });
    expect(leak!.elsewhere).toBeUndefined();
  });

  it("is a page of the balloon", async () => {
    const keeps = edit("		free_xenballooned_pages(map->count, map->pages);\n", "		(void)0;\n");
    const [leak] = await found("memory-leak", { to: keeps });
    expect(innermost(leak!)).toEqual(FREED);
  });

  it("is a grant", async () => {
    const keeps = edit("	.invalidate_range_start = mn_invl_range_start,\n", "");
    const [leak] = await found("grant-leak", { to: keeps });
    const file = "drivers/xen/grant-table.c";
    expect(innermost(leak!)).toEqual([
      `allocated gnttab_map_refs ${file}`,
      `freed gnttab_unmap_refs ${file}`,
    ]);
  });

  it("is not told of what both sides leave behind", async () => {
    const also = edit("	kfree(map->map_ops);\n", "");
    const leaks = await found("memory-leak", { from: keepsGrants, to: (view) => also(keepsGrants(view)) });
    const [old, fresh] = ["pre-existing", "regressed"].map((kind) => leaks.find((one) => one.class === kind));
    expect(old?.elsewhere).toBeUndefined();
    expect(innermost(fresh!)).toEqual(FREED);
  });
});
