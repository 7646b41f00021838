// SPDX-License-Identifier: GPL-2.0-only
import { beforeAll, describe, expect, it } from "vitest";
import type { View } from "../../harness/base/view.ts";
import { initConsole } from "../../harness/guest/console.ts";
import { Guest } from "../../harness/guest/guest.ts";
import { noDevice } from "../../harness/judge/no-device.ts";
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

/** Its initcall asks for what nobody models, with a lock held and half of its work done. */
const NEEDY = `// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mutex.h>
#include <linux/module.h>

extern int ask_the_store(int what);
static DEFINE_MUTEX(needy_lock);

static int needy_init(void)
{
	mutex_lock(&needy_lock);
	ask_the_store(1);
	return misc_register(&other_dev);
}
module_init(needy_init);
`;

describe("a driver whose initcall asks for what nobody models", () => {
  let guest: Guest;
  beforeAll(async () => {
    await initConsole();
    const { before } = await referenceViews();
    const other = OTHER.replace("module_init(other_init);", "");
    const view: View = withFile(before, GNTDEV, `${before.read(GNTDEV)}${other}${NEEDY}`);
    const build = await buildView(view, "x86_64");
    expect(build.errors).toEqual([]);
    guest = new Guest(build, machineParams(opening("xen/gntdev")));
  });

  it("is left out, and said to be", () => {
    expect(guest.hasDevice("xen/other")).toBe(false);
    expect(guest.leftOut.map(({ why }) => why)).toEqual(["unmodelled kernel function ask_the_store called"]);
    const { kind, text } = noDevice(guest, "xen/other");
    expect(kind).toBe("unmodelled");
    expect(text).toMatch(
      /^unmodelled kernel function ask_the_store called from needy_init at drivers\/xen\/gntdev\.c:\d+: no driver registers \/dev\/xen\/other$/,
    );
  });

  it("hides no other, and leaves nothing in its runs", () => {
    const record = runScenario(guest, opening("xen/gntdev"), { stacks: "none", probes: false });
    expect(record.outcomes[0]!.value).toBe(0);
    expect(record.death).toBeNull();
    expect(record.events.filter(({ kind }) => kind === "oops" || kind === "rule")).toEqual([]);
  });
});
