// SPDX-License-Identifier: GPL-2.0-only
import { beforeAll, describe, expect, it } from "vitest";
import type { Base } from "../../../harness/base/base.ts";
import { checkText } from "../../support/check.ts";
import { replaceOnce } from "../../support/edit-mail.ts";
import { writeFiles } from "../../support/fake-tree.ts";
import { shapeTree } from "../../support/shape-tree.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { filesOnly, mailBetween } from "../../support/views.ts";

const GNTDEV = "drivers/xen/gntdev.c";
const PRIVCMD = "drivers/xen/privcmd.c";
const BALLOON = "drivers/xen/balloon.c";

/** Registers a device of its own, and needs at boot what nobody models. */
const DRIVER = `// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/miscdevice.h>

extern int ask_the_store(int what);

static const struct file_operations other_fops = {
	.owner = THIS_MODULE,
};

static struct miscdevice other_dev = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "xen/other",
	.fops = &other_fops,
};

static int __init other_init(void)
{
	int limit = 1;

	if (ask_the_store(limit))
		return -1;
	return misc_register(&other_dev);
}
module_init(other_init);
`;

/** Defines what the runtime models, by means that nobody models. */
const PAGES = `// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <xen/balloon.h>

extern struct page *shrink_the_kernel(int tries);

int pages_asked;

int alloc_xenballooned_pages(int nr_pages, struct page **pages)
{
	int n;

	pages_asked = 1;
	for (n = 0; n < nr_pages; n++)
		pages[n] = shrink_the_kernel(1);
	return 0;
}
`;

const SCENARIOS = ["user-map-one-page", "user-map-several-pages"];

describe("a mistake in a driven file, in a patch that touches another file as well", () => {
  let base: Base;
  beforeAll(async () => {
    const dir = tempDir();
    base = await shapeTree(dir);
    writeFiles(dir, { [PRIVCMD]: DRIVER, [BALLOON]: PAGES });
  });

  /** What is told of a patch that forgets to free an array, and makes these changes as well. */
  async function told(edits: readonly (readonly [string, string, string])[]): Promise<unknown> {
    const all = [[GNTDEV, "\tkfree(map->grants);\n", ""] as const, ...edits];
    const old = new Map(all.map(([path]) => [path, base.read(path) ?? ""]));
    const after = new Map(all.map(([path, from, to]) => [path, replaceOnce(old.get(path)!, from, to)]));
    const mail = mailBetween(filesOnly(old), filesOnly(after));
    const result = await checkText(mail, { base, configs: ["x86_64"], scenarios: SCENARIOS, plain: true });
    const { before, after: built, scenarios, findings } = result.configs[0]!;
    expect([...before.errors, ...built.errors]).toEqual([]);
    return [
      scenarios.map(({ id, class: kind }) => [id, kind]),
      findings.map(({ class: kind, signature }) => [kind, signature]),
    ];
  }

  it.each([
    ["that registers a device and asks for more than there is", [[PRIVCMD, "limit = 1", "limit = 2"]]],
    ["that defines what the runtime models", [[BALLOON, "(1)", "(2)"]]],
    [
      "of either kind",
      [
        [PRIVCMD, "module_init(other_init);", "module_init(other_init);;"],
        [BALLOON, "pages_asked = 1", "pages_asked = 2"],
      ],
    ],
  ] as const)("is told as without it, of one %s", async (_name, edits) => {
    const alone = await told([]);
    expect(JSON.stringify(alone)).toContain("memory-leak");
    expect(await told(edits)).toEqual(alone);
  });
});
