// SPDX-License-Identifier: GPL-2.0-only
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Cache, openCache } from "../../../harness/compile/cache/cache.ts";
import { ToolError } from "../../../harness/compile/toolchain/tool-error.ts";
import { tempDir } from "../../support/temp-dir.ts";

const dir = tempDir();
let count = 0;
const fresh = (): Cache => new Cache(join(dir, `cache-${++count}`));

function toolErrorOf(action: () => unknown): ToolError {
  try {
    action();
  } catch (error) {
    if (error instanceof ToolError) return error;
    throw error;
  }
  throw new Error("no error");
}

describe("an entry", () => {
  it("is not there before it is put, and then has all its files", () => {
    const cache = fresh();
    expect(cache.find("k", "a")).toBeNull();
    cache.put("k", { a: "text", b: new Uint8Array([1, 2]) });
    expect(readFileSync(cache.find("k", "a")!, "utf8")).toBe("text");
    expect([...readFileSync(cache.find("k", "b")!)]).toEqual([1, 2]);
    expect(cache.find("k", "c")).toBeNull();
  });

  it("stays as the first one put it", () => {
    const cache = fresh();
    cache.put("k", { a: "first" });
    cache.put("k", { a: "second" });
    expect(readFileSync(cache.find("k", "a")!, "utf8")).toBe("first");
  });

  it("that lost a file is whole again after the next put", () => {
    const cache = fresh();
    cache.put("k", { a: "1", b: "2" });
    rmSync(cache.find("k", "b")!);
    cache.put("k", { a: "1", b: "2" });
    expect(readFileSync(cache.find("k", "b")!, "utf8")).toBe("2");
  });

  it("leaves no folder of work behind", () => {
    const cache = fresh();
    cache.put("k", { a: "1" });
    cache.put("k", { a: "1" });
    expect(readdirSync(cache.dir)).toEqual(["k"]);
  });

  it("that could not be written leaves no folder of work behind either", () => {
    const cache = fresh();
    expect(toolErrorOf(() => cache.put("k", { "no/such/folder": "1" })).hint).toContain("HUNKBOX_CACHE");
    expect(readdirSync(cache.dir)).toEqual([]);
  });
});

describe("a JSON file of an entry", () => {
  it("is read as it was put", () => {
    const cache = fresh();
    cache.put("k", { "errors.json": '[{"line":1}]' });
    expect(cache.readJson("k", "errors.json")).toEqual([{ line: 1 }]);
    expect(cache.readJson("other", "errors.json")).toBeNull();
  });

  it.each(["", "[{", "\0\0"])("that holds %j is as if it were not there, and can be put again", (damaged) => {
    const cache = fresh();
    cache.put("k", { "errors.json": "[1]" });
    writeFileSync(cache.find("k", "errors.json")!, damaged);
    expect(cache.readJson("k", "errors.json")).toBeNull();
    cache.put("k", { "errors.json": "[1]" });
    expect(cache.readJson("k", "errors.json")).toEqual([1]);
  });
});

describe("folders of work", () => {
  const left = (name: string, ageMs: number): string[] => {
    const cache = fresh();
    mkdirSync(join(cache.dir, name));
    const then = new Date(Date.now() - ageMs);
    utimesSync(join(cache.dir, name), then, then);
    rmSync(cache.scratch(), { recursive: true });
    return readdirSync(cache.dir);
  };

  it("are removed when they are hours old: whoever made them was killed", () => {
    expect(left("tmp-old", 7_200_000)).toEqual([]);
  });

  it("stay while somebody may work in them", () => {
    expect(left("tmp-new", 60_000)).toEqual(["tmp-new"]);
  });

  it("alone are removed, not entries", () => {
    expect(left("module-old", 7_200_000)).toEqual(["module-old"]);
  });
});

describe("a cache that cannot be written", () => {
  it("is an error with its folder and a hint", () => {
    const file = join(dir, "a-file");
    writeFileSync(file, "");
    const error = toolErrorOf(() => new Cache(join(file, "cache")));
    expect(error.message).toContain(`cannot write the module cache ${join(file, "cache")}`);
    expect(error.hint).toBe("free some space, or set HUNKBOX_CACHE to a folder that can be made and written");
  });
});

describe("a cache that is deleted while it is used", () => {
  it("is made anew", () => {
    const cache = fresh();
    cache.put("k", { a: "1" });
    rmSync(cache.dir, { recursive: true });
    cache.put("k", { a: "2" });
    expect(readFileSync(cache.find("k", "a")!, "utf8")).toBe("2");
  });
});

describe("the cache to use", () => {
  afterEach(() => vi.unstubAllEnvs());

  it("is the folder in HUNKBOX_CACHE, made if need be", () => {
    vi.stubEnv("HUNKBOX_CACHE", join(dir, "chosen", "deep"));
    expect(openCache(dir).dir).toBe(join(dir, "chosen", "deep"));
    expect(existsSync(join(dir, "chosen", "deep"))).toBe(true);
  });

  it("is wasm/ of the checkout if nothing is chosen", () => {
    vi.stubEnv("HUNKBOX_CACHE", "");
    mkdirSync(join(dir, "checkout", "wasm"), { recursive: true });
    expect(openCache(join(dir, "checkout")).dir).toBe(join(dir, "checkout", "wasm"));
  });

  it("is a folder of this user's among the temporary files where the checkout may not be written", () => {
    vi.stubEnv("HUNKBOX_CACHE", "");
    expect(openCache(join(dir, "no-checkout")).dir).toMatch(
      new RegExp(`^${join(tmpdir(), "hunkbox-")}\\d+$`),
    );
  });
});
