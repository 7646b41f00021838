// SPDX-License-Identifier: GPL-2.0-only
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { buildCli, hunkbox, withoutProgress } from "../support/cli.ts";
import { openKernel } from "./open-kernel.ts";

const kernels = await Promise.all(
  ["6.1", "6.12"].map(async (version) => {
    const kernel = await openKernel(version);
    return { version, dir: "missing" in kernel ? null : (kernel.base.tree?.dir ?? null) };
  }),
);

interface Report {
  readonly configs: readonly {
    readonly config: string;
    readonly unavailable?: string;
    readonly slices: readonly { readonly file: string; readonly lines: number; readonly keptLines: number }[];
    readonly imports: readonly {
      readonly name: string;
      readonly model: string | null;
      readonly callers: readonly {
        readonly function: string;
        readonly file: string;
        readonly line: number;
      }[];
    }[];
  }[];
}

beforeAll(() => {
  if (kernels.some(({ dir }) => dir !== null)) buildCli();
});

describe.each(kernels)("inspect of linux $version", ({ dir: found }) => {
  const dir = found ?? "";
  const has = found !== null;

  it.skipIf(!has)("tells what is compiled of it and what it needs", async () => {
    const { stdout, stderr, code } = await hunkbox([
      "inspect",
      "--tree",
      dir,
      "--slice",
      "--imports",
      "--json",
      "-",
    ]);
    expect({ stderr: withoutProgress(stderr), code }).toEqual({ stderr: "", code: 0 });
    const { configs } = JSON.parse(stdout) as Report;
    const on64 = configs.find(({ config }) => config === "x86_64")!;
    expect(on64.slices.map(({ file }) => file)).toContain("drivers/xen/gntdev.c");
    for (const { lines, keptLines } of on64.slices) expect(keptLines).toBeLessThanOrEqual(lines);
    const of = (name: string) => on64.imports.find((one) => one.name === name);
    expect(of("kfree")).toMatchObject({ model: "csrc/kernel" });
    expect(of("_printk")).toMatchObject({ model: "csrc/runtime" });
    expect(of("hb_bug")).toMatchObject({ model: "harness" });
    expect(of("set_pmd")?.model).toBeNull();
    expect(of("set_pmd")?.callers.map(({ function: name }) => name)).toContain("alloc_p2m_pmd");
    expect(of("gnttab_map_refs")).toBeUndefined();
    const names = on64.imports.map(({ name }) => name);
    expect(names).toEqual([...names].sort());
    expect(configs.filter(({ unavailable }) => unavailable !== undefined)).toHaveLength(2);
  });

  it.skipIf(!has)("fits 80 columns", async () => {
    // the report names the tree's folder, which is as long as people make it
    const short = mkdtempSync(join(tmpdir(), "hb-"));
    try {
      symlinkSync(resolve(dir), join(short, "linux"));
      const { stdout } = await hunkbox([
        "inspect",
        "--tree",
        join(short, "linux"),
        "--slice",
        "--imports",
        "-c",
        "x86_64",
      ]);
      expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
      expect(stdout).toContain("slices of the after side in x86_64");
    } finally {
      rmSync(short, { recursive: true, force: true });
    }
  });
});
