// SPDX-License-Identifier: GPL-2.0-only
import { beforeAll, describe, expect, it } from "vitest";
import type { Build } from "../../harness/compile/build-side.ts";
import { buildView, referenceViews, withEdit } from "../support/views.ts";

/*
 * What the harness gives and takes has names. A patch that has one of them would take the place of what judges it.
 */

const GNTDEV = "drivers/xen/gntdev.c";
const AT = "static int gntdev_open(";
const OPEN = "	INIT_LIST_HEAD(&priv->maps);\n";

let base: Awaited<ReturnType<typeof referenceViews>>["before"];
beforeAll(async () => {
  base = (await referenceViews()).before;
});

/** Builds with a text before gntdev_open, and a statement in it. */
async function build(text: string, statement: string): Promise<Build> {
  const defined = withEdit(base, GNTDEV, AT, `${text}\n${AT}`);
  return await buildView(withEdit(defined, GNTDEV, OPEN, `${OPEN}	${statement}\n`), "x86_64");
}

describe("a name of the harness is refused, with its line,", () => {
  it.each([
    ["defined", "void hb_lock(unsigned op, unsigned lock) {}", "hb_lock(0, 0);", "hb_lock"],
    ["asked for", "extern void hb_irq_restore(unsigned);", "hb_irq_restore(0);", "hb_irq_restore"],
    [
      "put together",
      "#define P(a, b) a##b\nextern void P(h, b_kfree)(unsigned);",
      "P(h, b_kfree)(0);",
      "hb_kfree",
    ],
    ["static", "static void hb_warn(unsigned a) {}", "hb_warn(0);", "hb_warn"],
    ["of the linker", "extern void memory(void);", "memory();", "memory"],
    [
      "asked for by attribute",
      '__attribute__((import_module("env"), import_name("hb_kfree"))) extern void mine(unsigned);',
      "mine(0);",
      "hb_kfree",
    ],
    [
      "asked of another host",
      '__attribute__((import_module("node"), import_name("leave"))) extern void mine(void);',
      "mine();",
      "leave",
    ],
  ])("%s", async (_, text, statement, name) => {
    const { errors } = await build(text, statement);
    const lines = base.read(GNTDEV)!.split("\n");
    expect(errors).toMatchObject([{ file: GNTDEV, message: expect.stringContaining(`${name}`) }]);
    expect(errors[0]!.message).toContain("which no kernel code may");
    expect(errors[0]!.line).toBeGreaterThanOrEqual(
      lines.indexOf("static int gntdev_open(struct inode *inode, struct file *flip)"),
    );
  });
});

it("names that only look like one are a kernel's", async () => {
  const { errors } = await build("static int waiters_hb_(int a) { return a; }", "ret = waiters_hb_(0);");
  expect(errors).toEqual([]);
});
