// SPDX-License-Identifier: GPL-2.0-only
import { expect, it } from "vitest";
import { checkText } from "../support/check.ts";
import { mailBetween, referenceViews, withEdit } from "../support/views.ts";

/*
 * A patch for the miniature may use what every kernel has. It builds, and where nobody models a function, the report says which.
 */

const GNTDEV = "drivers/xen/gntdev.c";
const OPEN = "	INIT_LIST_HEAD(&priv->maps);\n";

async function exitCodeWith(statement: string): Promise<{ readonly code: number; readonly why: string }> {
  const { before } = await referenceViews();
  const after = withEdit(before, GNTDEV, OPEN, `${OPEN}	${statement}\n`);
  const result = await checkText(mailBetween(before, after), {
    configs: ["x86_64"],
    scenarios: ["user-map-one-page"],
  });
  return { code: result.verdict.exitCode, why: JSON.stringify(result.configs[0]) };
}

it.each([
  "{ char b[8]; memset(b, 0, sizeof(b)); ret = b[1]; }",
  "ret = min_t(int, ret, 0);",
  "ret = DIV_ROUND_UP(ret, 4);",
  "BUILD_BUG_ON(sizeof(int) != 4);",
  "{ unsigned long w = 0; set_bit(1, &w); ret = !test_bit(1, &w); }",
  "{ int a = 1, b = 0; swap(a, b); ret = a; }",
  "smp_mb();",
  "rcu_read_lock(); rcu_read_unlock();",
])("%s runs", async (statement) => {
  expect(await exitCodeWith(statement)).toMatchObject({ code: 0 });
});

it.each([
  ["on_each_cpu", "on_each_cpu(NULL, NULL, 1);"],
  ["snprintf", '{ char b[8]; snprintf(b, sizeof(b), "%d", ret); }'],
  ["get_order", "ret = get_order(0x1000);"],
  ["HYPERVISOR_xen_version", "ret = HYPERVISOR_xen_version(0, NULL);"],
  ["kstrdup", 'kfree(kstrdup("cup", GFP_KERNEL));'],
])("%s is not modelled, and named", async (name, statement) => {
  const { code, why } = await exitCodeWith(statement);
  expect(code).toBe(4);
  expect(why).toContain(`unmodelled kernel function ${name}`);
});

it("what no kernel has does not build", async () => {
  expect(await exitCodeWith("frobnicate(1);")).toMatchObject({ code: 3 });
});
