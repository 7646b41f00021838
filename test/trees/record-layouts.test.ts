// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, test } from "vitest";
import { makeViews } from "../../harness/base/make-views.ts";
import { openTree } from "../../harness/base/tree/open-tree.ts";
import { treeBase } from "../../harness/base/tree/tree-base.ts";
import type { View } from "../../harness/base/view.ts";
import { openCache } from "../../harness/compile/cache/open-cache.ts";
import { targetOf } from "../../harness/compile/toolchain/compile-flags.ts";
import { Overlay } from "../../harness/compile/toolchain/overlay.ts";
import { KERNEL, preprocess } from "../../harness/compile/tree/preprocess.ts";
import { baseTexts, standardOf } from "../../harness/compile/tree/tree-source.ts";
import { structsOf } from "../../harness/hypervisor/structs.ts";
import { CONFIGS, type ConfigName } from "../../harness/machine/config.ts";
import { INTERFACE, INTERNAL, recordLayouts, recordsIn } from "../support/record-layouts.ts";
import { recipe, referenceViews, workshop } from "../support/views.ts";
import { openKernel } from "./open-kernel.ts";

const GNTDEV = "drivers/xen/gntdev.c";

/** All of the interfaces, whatever a driver includes itself. */
const INCLUDES = ["interface/xen.h", "interface/grant_table.h", "interface/event_channel.h", "gntdev.h"];

const withIncludes = (text: string, has: (path: string) => boolean): string =>
  text +
  INCLUDES.filter((name) => has(`include/xen/${name}`))
    .map((name) => `#include <xen/${name}>\n`)
    .join("");

const x86Of = (config: ConfigName): string => `${config === "x86_64" ? "x86_64" : "i386"}-linux-gnu`;

const cache = openCache();

/** A tree as it is. */
const viewOf = (dir: string): View =>
  makeViews(treeBase(openTree(dir, { from: `at ${dir}`, identity: null, kconfig: null })), [], false).before;

/** The driver of a tree with all of its headers, as an x86's compiler sees it. */
async function treeText(view: View, config: ConfigName): Promise<string> {
  const { tree } = view;
  const overlay = new Overlay(baseTexts(view, config, new Set()), [KERNEL, tree.dir]);
  const text = withIncludes(view.read(GNTDEV)!, (path) => view.read(path) !== null);
  const flags = { overlay, standard: standardOf(tree), tree };
  const { text: out, errors } = await preprocess(await workshop(cache), config, flags, GNTDEV, text);
  expect(errors).toEqual([]);
  return out;
}

/** Layouts of the interfaces on both targets, and of what is the kernel's own. */
async function bothTargets(text: string, config: ConfigName) {
  const { clang } = await recipe();
  const names = recordsIn(text);
  const x86 = await recordLayouts(clang, x86Of(config), text, names);
  const wasm = await recordLayouts(clang, targetOf(config), text, names);
  const only = (wanted: RegExp) => (all: typeof x86) =>
    new Map([...all].filter(([name]) => wanted.test(name)));
  const [shared, internal] = [only(INTERFACE), only(INTERNAL)];
  return { names, x86: shared(x86), wasm: shared(wasm), own: { x86: internal(x86), wasm: internal(wasm) } };
}

/** Holds the layouts that the hypervisor here reads and writes by against a compiler's. */
function checkOurs(found: ReadonlyMap<string, readonly string[]>, config: ConfigName): void {
  let fields = 0;
  for (const [ours, layout] of Object.entries(structsOf(config === "x86_64"))) {
    const name = ours === "mmu_update" || ours === "multicall_entry" ? ours : `gnttab_${ours}`;
    const lines = found.get(name);
    if (lines === undefined) continue;
    for (const [field, at] of Object.entries(layout)) {
      const pattern = field === "bytes" ? /sizeof=(\d+)/ : new RegExp(`^(\\d+) \\| {3}\\S.*\\b${field}$`);
      const theirs = lines.flatMap((line) => pattern.exec(line)?.[1] ?? []);
      // of a union's or an inner structure's field, the path is another
      if (theirs.length === 0) continue;
      expect([`${name}.${field}`, theirs.map(Number)]).toEqual([`${name}.${field}`, [at]]);
      fields++;
    }
  }
  expect(fields).toBeGreaterThan(20);
}

describe.each([...CONFIGS])("the miniature's headers in %s", (config) => {
  test("lay out every interface as an x86 does", async () => {
    const { names, x86, wasm } = await bothTargets(
      await treeText((await referenceViews()).before, config),
      config,
    );
    expect(names).toContain("gnttab_map_grant_ref");
    expect(names).toContain("ioctl_gntdev_map_grant_ref");
    expect(x86.size).toBeGreaterThan(8);
    expect(wasm).toEqual(x86);
    checkOurs(wasm, config);
  });
});

const kernels = await Promise.all(
  ["6.1", "6.12"].map(async (version) => ({ version, kernel: await openKernel(version) })),
);

describe.each(kernels)("the headers of linux $version", ({ kernel }) => {
  const missing = "missing" in kernel ? kernel.missing : null;
  const dir = "missing" in kernel ? "" : (kernel.base.tree?.dir ?? "");

  if (missing !== null) test.skip(`(skipped: ${missing})`, () => {});
  test.skipIf(missing !== null).each([...CONFIGS])(
    "lay out every interface as an x86 does, in %s",
    async (config) => {
      const { names, x86, wasm, own } = await bothTargets(await treeText(viewOf(dir), config), config);
      for (const name of [
        "gnttab_copy",
        "gnttab_query_size",
        "evtchn_send",
        "start_info",
        "page",
        "gntdev_grant_map",
      ])
        expect(names).toContain(name);
      expect(wasm).toEqual(x86);
      checkOurs(wasm, config);
      // of 64 bits, all is the same; of 32, alignment of u64 differs, which no other end sees
      if (config === "x86_64") expect(own.wasm).toEqual(own.x86);
    },
  );
});
