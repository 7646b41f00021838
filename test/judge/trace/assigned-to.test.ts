// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import type { View } from "../../../harness/base/view.ts";
import { assignedTo } from "../../../harness/judge/trace/assigned-to.ts";

/** What the last line of some C assigns to. */
const targetOf = (...lines: string[]): string =>
  assignedTo({ read: () => lines.join("\n") } as unknown as View, "a.c", lines.length);

describe("what a call is assigned to", () => {
  it.each([
    ["add->kmap_ops", ["add->kmap_ops = kzalloc(n, GFP_KERNEL);"]],
    ["priv", ["struct gntdev_priv *priv = kzalloc(sizeof(*priv), GFP_KERNEL);"]],
    ["map->pages[i]", ["if (!(map->pages[i] = alloc_page(GFP_KERNEL)))"]],
    ["add->grants", ["add->grants =", "\tkcalloc(count, sizeof(add->grants[0]),", "\t\tGFP_KERNEL);"]],
    ["", ["x = 1;", "return kmalloc(4, GFP_KERNEL);"]],
    ["", ["if (a == b)", "/* no */", "use(kmalloc(4, GFP_KERNEL));"]],
    ["", [""]],
  ])("is %j", (target, lines) => {
    expect(targetOf(...lines)).toBe(target);
  });
});
