// SPDX-License-Identifier: GPL-2.0-only
import { beforeAll, describe, expect, it } from "vitest";
import type { View } from "../../harness/base/view.ts";
import { initConsole } from "../../harness/guest/console.ts";
import { Guest } from "../../harness/guest/guest.ts";
import { machineParams } from "../../harness/scenario/machine-params.ts";
import { missingStep } from "../../harness/scenario/missing-step.ts";
import { runScenario } from "../../harness/scenario/run-scenario.ts";
import { scenarioOf } from "../scenario/guests.ts";
import { buildView, referenceViews, withFile } from "../support/views.ts";

/** Two drivers beside gntdev: one device has a name and cannot be opened, the other is all zero. */
const OTHER = `// SPDX-License-Identifier: GPL-2.0-only
#include <linux/errno.h>
#include <linux/miscdevice.h>
#include <linux/module.h>

static int other_open(struct inode *inode, struct file *flip)
{
	return -EBUSY;
}

static const struct file_operations other_fops = { .open = other_open };
static struct miscdevice other_dev = { .name = "xen/other", .fops = &other_fops };
static struct miscdevice gone_dev = { .name = "xen/gone", .fops = &other_fops };
static struct miscdevice nothing;

static int other_init(void)
{
	misc_register(&gone_dev);
	misc_register(&other_dev);
	misc_deregister(&gone_dev);
	return misc_register(&nothing);
}
module_init(other_init);
`;

const opening = (device: string) => scenarioOf([{ do: "open", file: "f", device }]);

const GNTDEV = "drivers/xen/gntdev.c";

describe("a second device of a driver", () => {
  let guest: Guest;
  beforeAll(async () => {
    await initConsole();
    const { before } = await referenceViews();
    const view: View = withFile(before, GNTDEV, `${before.read(GNTDEV)}${OTHER}`);
    const build = await buildView(view, "x86_64");
    expect(build.errors).toEqual([]);
    guest = new Guest(build, machineParams(opening("xen/gntdev")));
  });

  it.each([
    ["xen/gntdev", 0],
    ["xen/other", -16],
  ])("leaves each device to its own name: %s", (device, result) => {
    const scenario = opening(device);
    expect(missingStep(scenario, guest)).toBeNull();
    const { outcomes } = runScenario(guest, scenario, { stacks: "none", probes: false });
    expect(outcomes[0]!.value).toBe(result);
  });

  it.each(["xen/gone", "xen/nobody", ""])("makes no device of another name: %j", (device) => {
    expect(guest.hasDevice(device)).toBe(false);
  });

  it("is missed where a scenario opens what nobody registered", () => {
    expect(missingStep(opening("xen/gone"), guest)?.do).toBe("open");
  });
});
