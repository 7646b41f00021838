// SPDX-License-Identifier: GPL-2.0-only
import { chmodSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { choosePlace } from "../../../harness/compile/cache/choose-place.ts";
import { ToolError } from "../../../harness/compile/toolchain/tool-error.ts";
import { tempDir } from "../../support/temp-dir.ts";

const root = tempDir();
let dir: string;
let count = 0;

beforeEach(() => {
  dir = join(root, `user-${++count}`);
  mkdirSync(join(dir, "tmp"), { recursive: true });
  vi.stubEnv("HUNKBOX_CACHE", "");
  vi.stubEnv("XDG_CACHE_HOME", "");
  vi.stubEnv("HOME", join(dir, "home"));
  vi.stubEnv("TMPDIR", join(dir, "tmp"));
});
afterEach(() => vi.unstubAllEnvs());

/** Makes the home folder one that cannot be made. */
const noHome = (): void => {
  writeFileSync(join(dir, "file"), "");
  vi.stubEnv("HOME", join(dir, "file", "home"));
};

describe("the cache is", () => {
  it("the folder in HUNKBOX_CACHE, before all others", () => {
    vi.stubEnv("HUNKBOX_CACHE", "some/where");
    vi.stubEnv("XDG_CACHE_HOME", join(dir, "xdg"));
    expect(choosePlace()).toEqual({ dir: resolve("some/where"), by: "HUNKBOX_CACHE" });
  });

  it("hunkbox in XDG_CACHE_HOME", () => {
    vi.stubEnv("XDG_CACHE_HOME", join(dir, "xdg"));
    expect(choosePlace()).toEqual({ dir: join(dir, "xdg", "hunkbox"), by: "XDG_CACHE_HOME" });
  });

  it("hunkbox in ~/.cache otherwise, and nobody else's to read", () => {
    expect(choosePlace().dir).toBe(join(dir, "home", ".cache", "hunkbox"));
    expect(statSync(choosePlace().dir).mode & 0o777).toBe(0o700);
  });

  it("in ~/.cache where XDG_CACHE_HOME is no absolute path", () => {
    vi.stubEnv("XDG_CACHE_HOME", "xdg");
    expect(choosePlace().dir).toBe(join(dir, "home", ".cache", "hunkbox"));
  });

  it("a folder of this user's among the temporary files where the home folder cannot be made", () => {
    noHome();
    const place = choosePlace();
    expect(place.dir).toBe(join(dir, "tmp", `hunkbox-${userInfo().uid}`));
    expect(place.by).toContain(join(dir, "file", "home", ".cache", "hunkbox"));
    expect(statSync(place.dir).mode & 0o777).toBe(0o700);
  });
});

describe("a folder among the temporary files", () => {
  const path = (): string => join(dir, "tmp", `hunkbox-${userInfo().uid}`);
  beforeEach(noHome);

  it("that others might write is closed to them", () => {
    mkdirSync(path());
    chmodSync(path(), 0o777);
    expect(statSync(choosePlace().dir).mode & 0o777).toBe(0o700);
  });

  it("that is a link is refused: somebody else may have made it", () => {
    symlinkSync(dir, path());
    expect(choosePlace).toThrow(ToolError);
    expect(choosePlace).toThrow(path());
  });

  it.skipIf(userInfo().uid === 0)("that cannot be made is left to who writes there", () => {
    chmodSync(join(dir, "tmp"), 0o500);
    expect(choosePlace().dir).toBe(path());
    chmodSync(join(dir, "tmp"), 0o700);
    rmSync(path(), { force: true });
  });

  it.skipIf(userInfo().uid !== 0)("that belongs to somebody else is refused", async () => {
    const { chownSync } = await import("node:fs");
    mkdirSync(path());
    chownSync(path(), 12345, 12345);
    expect(choosePlace).toThrow("belongs to somebody else");
  });
});
