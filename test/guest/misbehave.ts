// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from "node:fs";
import type { View } from "../../harness/base/view.ts";
import type { Scenario } from "../../harness/scenario/scenario-schema.ts";
import { scenarioOf } from "../scenario/guests.ts";
import { fixturePath } from "../support/golden.ts";
import { withEdit, withFile } from "../support/views.ts";

/** What test/fixtures/guest/misbehave.c can do, by its number there. */
export const MISDEEDS = [
  "loop",
  "loop with a call",
  "recursion",
  "write through NULL",
  "call of what nobody models",
  "write past the end, then free",
  "write past the end",
  "free twice",
  "write after free",
  "free of what was not allocated",
  "lock twice",
  "sleep under a spinlock",
  "sleep with interrupts off",
  "return with a lock held",
  "return with interrupts off",
  "unlock without a lock",
  "BUG",
  "division by zero",
  "write where nothing is",
  "call through a bad pointer",
  "WARN and printk",
  "atomic allocation under a spinlock",
  "write all over the kernel",
  "recursion that allocates",
  "opcode that is none",
  "messages without end",
  "write far from all that it has",
  "write to thousands of freed objects",
] as const;

export type Misdeed = (typeof MISDEEDS)[number];

/** A view whose gntdev misbehaves when a process asks for an unmap notification: as its port says. */
export function misbehaving(view: View): View {
  const code = readFileSync(fixturePath("guest/misbehave.c"), "utf8");
  return withEdit(
    withFile(view, "drivers/xen/misbehave.c", code),
    "drivers/xen/gntdev.c",
    "	long rc = -ENOENT;\n\n	if (copy_from_user(&op, u, sizeof(op)))\n		return -EFAULT;\n",
    "	long rc = -ENOENT;\n	extern void misbehave(u32 which);\n\n	if (copy_from_user(&op, u, sizeof(op)))\n		return -EFAULT;\n	misbehave(op.event_channel_port);\n",
  );
}

/** A scenario in which the kernel does wrong once, between ordinary steps. */
export const scenarioWith = (misdeed: Misdeed): Scenario =>
  scenarioOf([
    { do: "grant", domain: 1, ref: 8, frame: 0 },
    { do: "open", file: "f" },
    { do: "map-grant-ref", file: "f", grants: [[1, 8]], map: "m" },
    { do: "mmap", map: "m" },
    {
      do: "set-unmap-notify",
      map: "m",
      page: 0,
      offset: 0,
      sendEvent: true,
      port: MISDEEDS.indexOf(misdeed),
    },
    { do: "munmap", map: "m" },
  ]);

/** The index of the step that misbehaves. */
export const MISDEED_STEP = 4;
