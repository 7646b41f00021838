// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import type { View } from "../../harness/base/view.ts";
import type { CheckResult } from "../../harness/judge/check-patch.ts";
import type { Finding } from "../../harness/judge/verdict/finding.ts";
import { checkText } from "../support/check.ts";
import { mailBetween, referenceViews, withEdit } from "../support/views.ts";

/*
 * Patches come from mail: whatever one does, a check ends, with a verdict that says what it was.
 */

const GNTDEV = "drivers/xen/gntdev.c";
const OPEN = "	INIT_LIST_HEAD(&priv->maps);\n";
const NOTIFY = "	long rc = -ENOENT;\n\n	if (copy_from_user(&op, u, sizeof(op)))\n		return -EFAULT;\n";

let base: View;
beforeAll(async () => {
  base = (await referenceViews()).before;
});

/** Checks the patch that makes one edit. */
async function checkEdit(from: string, to: string, ...scenarios: string[]): Promise<CheckResult> {
  const mail = mailBetween(base, withEdit(base, GNTDEV, from, to));
  return await checkText(mail, { configs: ["x86_64"], ...(scenarios.length > 0 ? { scenarios } : {}) });
}

const findings = (result: CheckResult, invariant: string): Finding[] =>
  result.configs.flatMap((one) => one.findings.filter((finding) => finding.invariant === invariant));

const linesOf = (text: string): number => text.split("\n").length - 1;

/** The line of the first text that an edit adds, in the file as the patch leaves it. */
const lineAfter = (from: string, added: number): number =>
  linesOf(base.read(GNTDEV)!.split(from)[0]!) + linesOf(from) + added;

describe("a patch with", () => {
  it.each([
    ["an endless loop", "	for (;;)\n		;\n"],
    ["an endless loop that calls a function", "	for (;;)\n		INIT_LIST_HEAD(&priv->maps);\n"],
    ["an endless loop of a goto", "again:\n	goto again;\n"],
  ])("%s regresses by a hang, at its line", async (_, loop) => {
    const result = await checkEdit(OPEN, OPEN + loop, "user-map-one-page");
    expect(result.verdict).toMatchObject({ name: "fail", exitCode: 1 });
    const [hang, ...more] = findings(result, "hang");
    expect(more).toEqual([]);
    expect(hang).toMatchObject({ class: "regressed", step: 2, place: { file: GNTDEV, hunk: { number: 1 } } });
    expect([1, 2]).toContain(hang!.place.line - lineAfter(OPEN, 0));
  });

  it("a loop that takes itself out of what is counted regresses by a hang all the same", async () => {
    const spin =
      '__attribute__((no_sanitize("coverage"))) static void spin(void)\n{\n	for (;;)\n		;\n}\n\n';
    const at = "static int gntdev_open(";
    const calls = withEdit(withEdit(base, GNTDEV, at, spin + at), GNTDEV, OPEN, `${OPEN}	spin();\n`);
    const result = await checkText(mailBetween(base, calls), {
      configs: ["x86_64"],
      scenarios: ["user-map-one-page"],
    });
    expect(findings(result, "hang")).toMatchObject([{ class: "regressed", place: { function: "spin" } }]);
  });

  it("the name of the counter of its work is told of, and is no pass", async () => {
    const loop = "	for (;;) {\n		extern u32 hb_work_left;\n		hb_work_left = 1000;\n	}\n";
    const result = await checkEdit(OPEN, OPEN + loop, "user-map-one-page");
    expect(result.verdict.exitCode).toBe(4);
    expect(result.configs[0]!.after.unavailable).toContain("hb_work_left is a name of this tool's own");
  });

  it.each([
    ["locks", "spin_lock(&priv->lock);\n		spin_unlock(&priv->lock);"],
    ["asks Xen for a batch that fails", "HYPERVISOR_grant_table_op(GNTTABOP_map_grant_ref, ops, 400);"],
    ["allocates and frees", "kfree(kmalloc(0x1000, GFP_KERNEL));"],
    ["warns", 'WARN(1, "cup\\n");'],
  ])("a loop that %s so often that it is the harness's work regresses by a hang", async (_, statement) => {
    const loop = `	for (i = 0; i < 300000; i++) {\n		${statement}\n	}\n`;
    const at = "static int gntdev_open(";
    const ops = withEdit(base, GNTDEV, at, `static struct gnttab_map_grant_ref ops[400];\n\n${at}`);
    const counts = withEdit(
      ops,
      GNTDEV,
      "	int ret = 0;\n\n	if (!priv)",
      "	int ret = 0, i;\n\n	if (!priv)",
    );
    const result = await checkText(mailBetween(base, withEdit(counts, GNTDEV, OPEN, OPEN + loop)), {
      configs: ["x86_64"],
      scenarios: ["user-map-one-page"],
    });
    expect(findings(result, "hang")).toMatchObject([
      { class: "regressed", place: { function: "gntdev_open" } },
    ]);
  });

  it("recursion without end regresses by an oops", async () => {
    const deep = "static int deep(int n)\n{\n	return n + deep(n + 1) * n;\n}\n\n";
    const at = "static int gntdev_open(";
    const calls = withEdit(withEdit(base, GNTDEV, at, deep + at), GNTDEV, OPEN, `${OPEN}	ret = deep(1);\n`);
    const result = await checkText(mailBetween(base, calls), {
      configs: ["x86_64"],
      scenarios: ["user-map-one-page"],
    });
    const [oops, ...more] = findings(result, "no-fault");
    expect(more).toEqual([]);
    expect(oops).toMatchObject({ class: "regressed", place: { function: "deep" } });
    expect(oops!.message).toContain("kernel stack overflow");
  });

  it("a write through NULL regresses by that rule", async () => {
    const result = await checkEdit(
      OPEN,
      `${OPEN}	if (ret == 0)\n		((struct grant_map *)NULL)->count = 1;\n`,
      "user-map-one-page",
    );
    expect(findings(result, "null-dereference")).toMatchObject([{ class: "regressed", step: 2 }]);
  });

  it("an allocation of all memory fails as it would in a kernel", async () => {
    const result = await checkEdit(
      OPEN,
      `${OPEN}	if (kzalloc(0xfffffff0ul, GFP_KERNEL))\n		return -EINVAL;\n`,
      "user-map-one-page",
    );
    expect(findings(result, "outcome")).toEqual([]);
    expect(result.verdict.exitCode).toBe(0);
  });

  it("a file of this machine included does not build, and shows nothing of it", async () => {
    const result = await checkEdit(
      "#include <xen/gntdev.h>\n",
      '#include <xen/gntdev.h>\n#include "/etc/passwd"\n',
    );
    expect(result.verdict.exitCode).toBe(3);
    const [error] = result.configs[0]!.after.errors;
    expect(error).toMatchObject({ file: GNTDEV, message: "'/etc/passwd' file not found" });
    const secret = readFileSync("/etc/passwd", "utf8").split("\n")[0]!;
    expect(JSON.stringify(result)).not.toContain(secret);
  });
});

describe("a patch that calls a kernel function which is not modelled", () => {
  const call = `	long rc = -ENOENT;\n	extern int frobnicate(int);\n\n	frobnicate(1);\n	if (copy_from_user(&op, u, sizeof(op)))\n		return -EFAULT;\n`;
  let result: CheckResult;
  beforeAll(async () => {
    result = await checkEdit(NOTIFY, call, "user-map-one-page", "user-notify-event");
  });

  it("is not comparable where nothing else is wrong", () => {
    expect(result.verdict).toMatchObject({ name: "not-comparable", exitCode: 4 });
    expect(result.verdict.line).toContain("1 scenario not comparable");
  });

  it("has the scenario that needs it not run, with its name, its caller and the side", () => {
    const [config] = result.configs;
    const scenario = config!.scenarios.find(({ id }) => id === "user-notify-event");
    expect(scenario).toMatchObject({ class: "not-run" });
    expect(scenario!.whyNot?.text).toMatch(
      /^unmodelled kernel function frobnicate called from set_unmap_notify at drivers\/xen\/gntdev\.c:\d+ \(after side\)$/,
    );
    const line = Number(/:(\d+) /.exec(scenario!.whyNot?.text ?? "")![1]);
    expect(result.views.after.read(GNTDEV)!.split("\n")[line - 1]).toContain("frobnicate(1)");
  });

  it("has the other scenarios judged all the same", () => {
    const scenario = result.configs[0]!.scenarios.find(({ id }) => id === "user-map-one-page");
    expect(scenario!.class).not.toBe("not-run");
  });
});

describe("a patch after which the kernel does not boot", () => {
  it("fails, with the line that stops it", async () => {
    const init = "	use_ptemod = xen_pv_domain();\n";
    const result = await checkEdit(init, `${init}	BUG();\n`, "user-map-one-page");
    expect(result.verdict.exitCode).toBe(1);
    const found = result.configs[0]!.findings.filter((one) => one.class === "regressed");
    expect(found.map(({ invariant, place }) => `${invariant}: ${place.code}`)).toEqual(["no-fault: BUG();"]);
  });
});

describe("a patch after which the kernel calls what is not modelled when it boots", () => {
  it("is not comparable, with the caller", async () => {
    const init = "	use_ptemod = xen_pv_domain();\n";
    const call = `	{\n		extern int frobnicate(int);\n\n		frobnicate(1);\n	}\n`;
    const result = await checkEdit(init, `${init}${call}`, "user-map-one-page");
    expect(result.verdict.exitCode).toBe(4);
    expect(result.configs[0]!.scenarios[0]!.whyNot?.text).toMatch(
      /^unmodelled kernel function frobnicate called from gntdev_init at .*gntdev\.c:\d+: no driver registers \/dev\/xen\/gntdev \(after side\)$/,
    );
  });
});

describe("the same check twice", () => {
  it("finds the same, event by event, also where the kernel hangs", async () => {
    const once = await checkEdit(OPEN, `${OPEN}	for (;;)\n		;\n`, "user-map-one-page");
    const again = await checkEdit(OPEN, `${OPEN}	for (;;)\n		;\n`, "user-map-one-page");
    expect(again.configs[0]!.scenarios).toEqual(once.configs[0]!.scenarios);
    expect(again.verdict).toEqual(once.verdict);
  });
});
