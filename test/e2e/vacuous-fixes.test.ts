// SPDX-License-Identifier: GPL-2.0-only
import { beforeAll, describe, expect, it } from "vitest";
import type { View } from "../../harness/base/view.ts";
import type { CheckResult } from "../../harness/judge/check-patch.ts";
import { checkText } from "../support/check.ts";
import { mailBetween, referenceViews, withEdit } from "../support/views.ts";

/*
 * A patch after which nothing can be mapped any more breaks no invariant: there is nothing left to break. It mends none
 * either.
 */
const GNTDEV = "drivers/xen/gntdev.c";

let base: View;
beforeAll(async () => {
  base = (await referenceViews()).before;
});

async function check(from: string, to: string, ...scenarios: string[]): Promise<CheckResult> {
  const mail = mailBetween(base, withEdit(base, GNTDEV, from, to));
  return await checkText(mail, { configs: ["x86_64"], scenarios });
}

describe("a patch that refuses what worked", () => {
  it("in mmap, is an unexplained result and fixes nothing", async () => {
    const refused = "	if (!map)\n		return -EINVAL;\n\n	vma->vm_ops = &gntdev_vmops;\n";
    const to = refused.replace(
      "	vma->vm_ops",
      "	gntdev_put_map(map);\n	map->vma = NULL;\n	return -EINVAL;\n	vma->vm_ops",
    );
    const result = await check(refused, to, "user-map-one-page");
    const findings = result.configs[0]!.findings;
    expect(findings.filter((one) => one.class === "fixed")).toEqual([]);
    const [first] = findings.filter((one) => one.unexplained);
    expect(first).toMatchObject({ signature: "outcome: mmap", before: "0", after: "-EINVAL" });
    expect(result.verdict).toMatchObject({ name: "fail", exitCode: 1 });
  });

  it("in open, is an unexplained result of open, and later steps are skipped", async () => {
    const open = "	int ret = 0;\n\n	if (!priv)\n		return -ENOMEM;\n";
    const to = open.replace("	if (!priv)", "	kfree(priv);\n	return -EPERM;\n	if (!priv)");
    const result = await check(open, to, "user-map-one-page", "debug-xen-exit");
    for (const { findings } of result.configs[0]!.scenarios) {
      const [first] = findings.filter((one) => one.unexplained);
      expect(first).toMatchObject({ signature: "outcome: open", after: "-EPERM" });
    }
    expect(result.verdict.exitCode).toBe(1);
  });
});

describe("a patch with a loop that floods the trace", () => {
  it("ends as a hang", async () => {
    const open = "	INIT_LIST_HEAD(&priv->maps);\n";
    const result = await check(
      open,
      `${open}	for (;;)\n		kzalloc(1 << 20, GFP_KERNEL);\n`,
      "user-map-one-page",
    );
    const hangs = result.configs[0]!.findings.filter((one) => one.invariant === "hang");
    expect(hangs).toMatchObject([{ class: "regressed" }]);
  });
});

describe("a patch that recurses for ever, with an event on each level", () => {
  it("ends as a stack overflow, alike every time", async () => {
    const open = "static int gntdev_open(struct inode *inode, struct file *flip)\n{\n";
    const deeper = "static int deeper(int n)\n{\n	flush_tlb_all();\n	return ~deeper(n + 1);\n}\n\n";
    const run = () => check(open, `${deeper}${open}	int bottom = deeper(1);\n`, "user-map-one-page");
    const [first, second] = [await run(), await run()];
    expect(first.configs[0]!.findings.find((one) => one.invariant === "no-fault")).toMatchObject({
      class: "regressed",
      after: "kernel stack overflow",
    });
    expect(second.verdict).toEqual(first.verdict);
  });
});
