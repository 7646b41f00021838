// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from "vitest";
import type { Build } from "../../harness/compile/build-side.ts";
import { kernelHas } from "../../harness/scenario/kernel-has.ts";

const build = (texts: Readonly<Record<string, string>>): Build =>
  ({ texts: new Map(Object.entries(texts)) }) as unknown as Build;

test("a kernel has what its own code names, as a whole word", () => {
  const kernel = build({ "drivers/xen/gntdev.c": "int gntdev_open(void);\n" });
  expect(kernelHas(kernel, "gntdev_open")).toBe(true);
  expect(kernelHas(kernel, "gntdev")).toBe(false);
});

test("what the runtime alone names, it has not", () => {
  expect(kernelHas(build({ "csrc/kernel/boot.c": "m2p_add_override();" }), "m2p_add_override")).toBe(false);
});
