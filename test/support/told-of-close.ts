// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createTwoFilesPatch } from "diff";
import { expect } from "vitest";
import type { Base } from "../../harness/base/base.ts";
import type { ConfigName } from "../../harness/machine/config.ts";
import { checkText } from "./check.ts";
import { replaceOnce } from "./edit-mail.ts";

const GNTDEV = "drivers/xen/gntdev.c";
const CLOSE = "static void gntdev_vma_close(struct vm_area_struct *vma)\n{\n";
/** What it does first. */
const BODY = /(static void gntdev_vma_close[^}]*?vma->vm_private_data;\n)/;

/**
 * What is told of a patch that has a driver of a shape tree do something when a mapping is closed: how a service behaves
 * that no driver of that age asks for.
 *
 * @param dir the tree's folder
 * @param before C in front of the function
 * @param statements what it does
 * @returns `invariant: what was seen` of what regressed
 */
export async function toldOfClose(
  base: Base,
  dir: string,
  before: string,
  statements: readonly string[],
  config: ConfigName = "x86_64",
): Promise<string[]> {
  const old = readFileSync(join(dir, GNTDEV), "utf8");
  const lines = statements.map((line) => `\t${line}\n`).join("");
  const text = replaceOnce(old, CLOSE, `${before}${CLOSE}`).replace(BODY, `$1\n${lines}`);
  const patch = createTwoFilesPatch(`a/${GNTDEV}`, `b/${GNTDEV}`, old, text).replace(/^=+\n/, "");
  const scenarios = ["user-map-one-page"];
  const result = await checkText(patch, { base, configs: [config], scenarios, plain: true });
  const judged = result.configs[0]!;
  expect(judged.after.errors).toEqual([]);
  expect(judged.scenarios.filter((one) => one.class === "not-run")).toEqual([]);
  return judged.findings
    .filter((one) => one.class === "regressed")
    .map(({ invariant, after }) => `${invariant}: ${after}`);
}
