// SPDX-License-Identifier: GPL-2.0-only
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { REFERENCE_PATCH } from "../../harness/base/miniature-base.ts";
import { Cache } from "../../harness/compile/cache/cache.ts";
import { buildCli, type CliRun, hunkbox } from "../support/cli.ts";
import { tempDir } from "../support/temp-dir.ts";

const root = tempDir();
let count = 0;
beforeAll(buildCli);

const keyOf = (kind: string, n: number): string => `${kind}-${String(n).padStart(32, "0")}`;

/** A cache with some entries in it, and what else a user has there. */
function filled(): string {
  const cache = new Cache(join(root, `cache-${++count}`));
  for (const n of [1, 2, 3]) cache.put(keyOf("unit", n), { "unit.o": new Uint8Array(100_000) });
  cache.put(keyOf("module", 1), { "module.json": "{}" });
  mkdirSync(join(cache.dir, "photos"));
  writeFileSync(join(cache.dir, "README.md"), "mine\n");
  return cache.dir;
}

const command = (dir: string, ...args: string[]): Promise<CliRun> =>
  hunkbox(["cache", ...args], { env: { HUNKBOX_CACHE: dir, HUNKBOX_CACHE_SIZE: "500M" } });

describe("hunkbox cache", () => {
  it("says where the cache is and why, its size and limit, and what is in it by kind", async () => {
    const dir = filled();
    const { code, stdout, stderr } = await command(dir);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain(`folder      ${dir}\nchosen by   HUNKBOX_CACHE\n`);
    expect(stdout).toMatch(/^size {8}\d+\.\dK$/m);
    expect(stdout).toMatch(/^limit {7}500\.0M$/m);
    expect(stdout).toMatch(/^entries {5}4$/m);
    expect(stdout).toMatch(/^oldest use {2}\d{4}-\d\d-\d\d$/m);
    expect(stdout).toMatch(/^module {13}1 +\d/m);
    expect(stdout).toMatch(/^unit {15}3 +\d/m);
  });

  it("fits 80 columns, and so does its help", async () => {
    const texts = [(await command(filled())).stdout, (await command(filled(), "--help")).stdout];
    for (const line of texts
      .join("\n")
      .split("\n")
      .filter((one) => !one.startsWith("folder")))
      expect(line.length, line).toBeLessThanOrEqual(80);
  });

  it("empties it with --clear, but for what hunkbox did not make", async () => {
    const dir = filled();
    const { code, stdout } = await command(dir, "--clear");
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^freed \\d+\\.\\dK: 4 entries in ${dir}\n$`));
    expect(readdirSync(dir).sort()).toEqual(["README.md", "photos"]);
    expect((await command(dir, "--clear")).stdout).toBe(`freed 0: 0 entries in ${dir}\n`);
  });

  it("leaves with --clear what a living process holds, and says so", async () => {
    const dir = filled();
    const cache = new Cache(dir);
    const scratch = cache.scratch();
    writeFileSync(join(scratch, "file"), "");
    cache.adopt(keyOf("miniature", 1), scratch, ["file"]);
    cache.hold(keyOf("miniature", 1), "file");
    const work = cache.scratch();
    const { stdout } = await command(dir, "--clear");
    expect(stdout).toContain("1 entry stays: it is in use, or may not be removed by this user\n");
    expect(existsSync(join(dir, keyOf("miniature", 1), "file"))).toBe(true);
    expect(existsSync(work)).toBe(true);
  });

  it("may be emptied by two at once", async () => {
    const dir = filled();
    const cache = new Cache(dir);
    for (let n = 10; n < 400; n++) cache.put(keyOf("unit", n), { "unit.o": "" });
    for (const { code, stderr } of await Promise.all([command(dir, "--clear"), command(dir, "--clear")]))
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(readdirSync(dir).sort()).toEqual(["README.md", "photos"]);
  });

  it("takes nothing behind it", async () => {
    expect((await command(filled(), "clear")).code).toBe(2);
  });
});

describe("HUNKBOX_CACHE_SIZE", () => {
  it.each(["check", "gate", "trace", "inspect", "backport", "cache"])(
    "that is no size is one error of hunkbox %s, with exit code 2",
    async (name) => {
      const args: Record<string, string[]> = {
        inspect: [REFERENCE_PATCH],
        trace: ["user-map-one-page"],
        backport: [
          "patches/xen-modify-kernel-mappings-2011.mbox",
          "patches/xen-modify-kernel-mappings-2011.mbox",
        ],
      };
      const env = { HUNKBOX_CACHE: filled(), HUNKBOX_CACHE_SIZE: "much" };
      const { code, stdout, stderr } = await hunkbox([name, ...(args[name] ?? [])], { env });
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toBe(
        'hunkbox: HUNKBOX_CACHE_SIZE is "much", which is no size\n' +
          "  hint: give bytes, or a number with K, M or G: HUNKBOX_CACHE_SIZE=2G\n",
      );
    },
  );

  it("that is too small for a check costs time, and changes nothing of what it says", async () => {
    const args = ["check", "--json", "-", "--plain", "-c", "x86_64", "-s", "user-map-one-page"];
    const env = { HUNKBOX_CACHE: join(root, "small"), HUNKBOX_CACHE_SIZE: "100K" };
    const small = await hunkbox(args, { env });
    const large = await hunkbox(args);
    expect(small.stderr).not.toContain("hint");
    expect(small.stdout).toBe(large.stdout);
    expect(small.code).toBe(large.code);
  });
});
