// SPDX-License-Identifier: GPL-2.0-only
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Cache } from "../../../harness/compile/cache/cache.ts";
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

describe("plain data that is kept", () => {
  it("is made once, and read afterwards, by another process as well", () => {
    const { dir } = fresh();
    expect(new Cache(dir).kept("facts-1", () => ({ names: ["cup"] }))).toEqual({ names: ["cup"] });
    const never = (): never => {
      throw new Error("made again");
    };
    expect(new Cache(dir).kept("facts-1", never)).toEqual({ names: ["cup"] });
  });
});

describe("an entry that vanishes", () => {
  it("was read whole or is not there", () => {
    const cache = fresh();
    cache.put("k", { a: "text" });
    const read = cache.read("k", "a");
    cache.remove("k");
    expect(read?.toString()).toBe("text");
    expect(cache.read("k", "a")).toBeNull();
    expect(readdirSync(cache.dir)).toEqual([]);
  });
});

describe("a folder of this process's own", () => {
  it("is the same one each time, and made anew where somebody took it away", () => {
    const cache = fresh();
    const own = cache.ownFolder();
    expect(cache.ownFolder()).toBe(own);
    rmSync(cache.dir, { recursive: true });
    expect(existsSync(cache.ownFolder())).toBe(true);
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
