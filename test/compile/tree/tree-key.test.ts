// SPDX-License-Identifier: GPL-2.0-only
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { KernelTree } from "../../../harness/base/tree/kernel-tree.ts";
import { Cache } from "../../../harness/compile/cache/cache.ts";
import { cachedSide } from "../../../harness/compile/tree/tree-key.ts";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "hunkbox-"));
  writeFileSync(join(dir, "a.h"), "1\n");
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const treeAt = (identity: string | null): KernelTree => {
  return { dir, name: "linux", release: "6.1.0", version: [6, 1, 0], identity, kconfig: null };
};

/** Asks for a side of a tree three times, with a change of a.h before the last: how often was it made? */
async function timesMade(identity: string | null): Promise<number> {
  const cache = new Cache(join(dir, "cache"));
  let made = 0;
  const ask = (): Promise<number> =>
    cachedSide(cache, "key", treeAt(identity), async () => ({ side: ++made, paths: ["a.h"] }));
  expect(await ask()).toBe(1);
  expect(await ask()).toBe(1);
  writeFileSync(join(dir, "a.h"), "another\n");
  await ask();
  return made;
}

describe("what is made of a tree", () => {
  it("is made again when a file of a working directory changed that it was made of", async () => {
    expect(await timesMade(null)).toBe(2);
  });

  it("is made once for a tree that has an identity", async () => {
    expect(await timesMade("6.1.192-2")).toBe(1);
  });

  it("is found again when the file is what it was", async () => {
    const cache = new Cache(join(dir, "cache"));
    let made = 0;
    const ask = (paths: readonly string[]) =>
      cachedSide(cache, "key", treeAt(null), async () => ({ side: ++made, paths }));
    await ask(["a.h"]);
    writeFileSync(join(dir, "a.h"), "with more to include\n");
    await ask(["a.h", "b.h"]);
    expect(await ask(["a.h", "b.h"])).toBe(2);
  });
});
