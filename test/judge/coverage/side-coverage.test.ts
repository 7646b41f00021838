// SPDX-License-Identifier: GPL-2.0-only
import { beforeAll, describe, expect, it } from "vitest";
import type { CheckResult } from "../../../harness/judge/check-patch.ts";
import type { SideCoverage } from "../../../harness/judge/coverage/side-coverage.ts";
import { lcov } from "../../../harness/report/lcov.ts";
import { checkText } from "../../support/check.ts";
import { mailBetween, referenceViews, withEdit } from "../../support/views.ts";

const GNTDEV = "drivers/xen/gntdev.c";

/** Added to the ioctl that asks for a notification: what runs, what does not, and what makes no code. */
const ADDED = `	if (op.event_channel_port == 77777)
		rc = -E2BIG;
	else
		op.event_channel_port += 0;
	switch (op.action) {
	case 1 << 20:
		printk(KERN_INFO "never\\n");
		break;
	default:
		break;
	}
	/* no code */
`;
const BEFORE = "	if (copy_from_user(&op, u, sizeof(op)))\n		return -EFAULT;\n	if (op.action";
const AFTER = BEFORE.replace("	if (op.action", `${ADDED}	if (op.action`);

let result: CheckResult;
beforeAll(async () => {
  const base = (await referenceViews()).before;
  const called = withEdit(base, GNTDEV, BEFORE, AFTER);
  // and a function that nobody calls
  const both = withEdit(
    called,
    GNTDEV,
    "static long set_unmap_notify(",
    'void nobody_calls_this(void)\n{\n	printk(KERN_INFO "never\\n");\n}\n\nstatic long set_unmap_notify(',
  );
  result = await checkText(mailBetween(base, both), {
    configs: ["x86_64", "x86_32-pae-highmem"],
    scenarios: ["user-map-one-page", "user-notify-event"],
  });
});

const added = (config: string): SideCoverage =>
  result.configs.find((one) => one.config === config)!.coverage!.after;

describe.each(["x86_64", "x86_32-pae-highmem"])("changed lines, in %s", (config) => {
  it("that never ran are told with the condition that decided it", () => {
    const missed = added(config).missed.map(({ code, guard }) => [code, guard]);
    expect(missed).toContainEqual(["rc = -E2BIG;", "if (op.event_channel_port == 77777)"]);
    expect(missed).toContainEqual(['printk(KERN_INFO "never\\n");', "switch (op.action) {"]);
  });

  it("of a function that is never called have no condition", () => {
    const missed = added(config).missed.filter((one) => one.function === "nobody_calls_this");
    expect(missed).not.toEqual([]);
    expect(missed.every(({ guardLine }) => guardLine === 0)).toBe(true);
  });

  it("that make no code are not counted", () => {
    const { lines, run, missed } = added(config);
    expect(lines).toBe(run + missed.length);
    expect(missed.map(({ code }) => code)).not.toContain("/* no code */");
    expect(run).toBeGreaterThan(2);
  });
});

it("are counted where no run looks for memory errors, too", async () => {
  const base = (await referenceViews()).before;
  const mail = mailBetween(base, withEdit(base, GNTDEV, BEFORE, AFTER));
  const plain = await checkText(mail, { configs: ["x86_64"], scenarios: ["user-notify-event"], plain: true });
  expect(plain.configs[0]!.coverage!.after.run).toBeGreaterThan(0);
});

describe("as lcov reads it", () => {
  it("each record has a file, and as many lines found and hit as it lists", () => {
    const records = lcov(result.configs).split("end_of_record\n").slice(0, -1);
    expect(records.length).toBeGreaterThan(10);
    for (const record of records) {
      const rows = record.trimEnd().split("\n");
      expect(rows[0]).toMatch(/^TN:x86_(?:64|32_pae_highmem)_(?:before|after)$/);
      expect(rows[1]).toMatch(/^SF:[^/]/);
      const data = rows.flatMap((row) => /^DA:(\d+),(\d+)$/.exec(row)?.[2] ?? []);
      expect(rows).toContain(`LF:${data.length}`);
      expect(rows).toContain(`LH:${data.filter((count) => count !== "0").length}`);
      for (const row of rows) expect(row).toMatch(/^(?:TN|SF|FN|FNDA|FNF|FNH|DA|LF|LH):/);
    }
  });
});
