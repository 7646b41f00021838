// SPDX-License-Identifier: GPL-2.0-only
import { createTwoFilesPatch } from "diff";
import { describe, expect, it } from "vitest";
import { readTreeFile } from "../../harness/base/tree/read-tree-file.ts";
import { checkText } from "../support/check.ts";
import { openKernel } from "./open-kernel.ts";

const GNTDEV = "drivers/xen/gntdev.c";

describe.each(["6.1", "6.12"])("linux %s", async (version) => {
  const kernel = await openKernel(version);
  it.skipIf("missing" in kernel)(
    "passes no change of what runs when a module is unloaded alone",
    async () => {
      if ("missing" in kernel) return;
      const { base } = kernel;
      const old = readTreeFile(base.tree.dir, GNTDEV) ?? "";
      const text = old.replace("\tmisc_deregister(&gntdev_miscdev);\n", "");
      expect(text).not.toBe(old);
      const patch = createTwoFilesPatch(`a/${GNTDEV}`, `b/${GNTDEV}`, old, text).replace(/^=+\n/, "");
      const { verdict } = await checkText(patch, {
        base,
        configs: ["x86_64"],
        plain: true,
        scenarios: ["user-map-one-page"],
      });
      expect(verdict).toMatchObject({ name: "not-exercised", exitCode: 4 });
      expect(verdict.line).toContain("gntdev_exit is never called");
    },
  );
});
