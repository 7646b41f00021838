// SPDX-License-Identifier: GPL-2.0-only
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { createTwoFilesPatch } from "diff";
import { describe, expect, it } from "vitest";
import { readTreeFile } from "../../harness/base/tree/read-tree-file.ts";
import type { WhyNotKind } from "../../harness/judge/verdict/scenario-verdict.ts";
import { CONFIGS, type ConfigName } from "../../harness/machine/config.ts";
import { checkText } from "../support/check.ts";
import { openKernel } from "./open-kernel.ts";

const GNTDEV = "drivers/xen/gntdev.c";
/** gntdev_open up to the end of its declarations. */
const OPEN = /static int gntdev_open\([^{]*\{\n(?:\t[^\n]+\n)+\n/;
/** What never happens, in other code. */
const NEVER = "\tif (!inode)\n\t\treturn -ENODEV;\n";

/** Of a scenario that is about something else than this kernel in this configuration; PV guests of 32 bits ended in 5.9. */
const elsewhere = (kind: WhyNotKind | undefined, config: ConfigName): boolean =>
  kind === "config" || kind === "not-applicable" || (kind === "unavailable" && config !== "x86_64");

/** All that the folder holds. */
function versions(): string[] {
  const trees = process.env["HUNKBOX_TREES"] ?? "";
  return ["", "debian"].includes(trees)
    ? ["6.1", "6.12"]
    : readdirSync(trees).filter((name) => statSync(join(trees, name)).isDirectory());
}

describe.each(versions())("linux %s", async (version) => {
  const kernel = await openKernel(version);
  it.skipIf("missing" in kernel).each(CONFIGS)("runs what is about it, in %s", async (config) => {
    if ("missing" in kernel) return;
    const { base } = kernel;
    const old = readTreeFile(base.tree.dir, GNTDEV) ?? "";
    const text = old.replace(OPEN, `$&${NEVER}`);
    expect(text).not.toBe(old);
    const patch = createTwoFilesPatch(`a/${GNTDEV}`, `b/${GNTDEV}`, old, text).replace(/^=+\n/, "");
    const { configs } = await checkText(patch, { base, configs: [config], plain: true });
    const { scenarios, findings } = configs[0]!;
    expect(findings.filter((one) => one.class !== "pre-existing")).toEqual([]);
    const meant = scenarios.filter(({ whyNot }) => !elsewhere(whyNot?.kind, config));
    const idle = meant.filter(({ whyNot }) => whyNot !== null);
    expect(idle.filter(({ whyNot }) => whyNot?.kind !== "fault-not-reached")).toEqual([]);
    expect(idle.length).toBeLessThanOrEqual(meant.length / 20);
  });
});
