// SPDX-License-Identifier: GPL-2.0-only
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ownName } from "../../../../harness/base/owner/own-name.ts";
import { Cache } from "../../../../harness/compile/cache/cache.ts";
import { listEntries } from "../../../../harness/compile/cache/upkeep/list-entries.ts";
import { makeRoom } from "../../../../harness/compile/cache/upkeep/make-room.ts";
import { SizeKeeper } from "../../../../harness/compile/cache/upkeep/size-keeper.ts";
import { tempDir } from "../../../support/temp-dir.ts";

const root = tempDir();
let count = 0;
const fresh = (): Cache => new Cache(join(root, `cache-${++count}`));
const HOUR = 3_600_000;
const MB = 1024 * 1024;
const keyOf = (letter: string): string => `unit-${letter.repeat(32)}`;

function age(cache: Cache, key: string, hours: number): void {
  const then = new Date(Date.now() - hours * HOUR);
  utimesSync(join(cache.dir, key), then, then);
}

/** A cache of one entry a letter with a megabyte in each; the first was used last. */
function filled(letters: string): Cache {
  const cache = fresh();
  for (const [i, letter] of [...letters].entries()) {
    cache.put(keyOf(letter), { "unit.o": new Uint8Array(MB) });
    age(cache, keyOf(letter), 10 * i + 2);
  }
  return cache;
}

const lettersIn = ({ dir }: Cache): string =>
  readdirSync(dir)
    .map((name) => name.at(-1))
    .sort()
    .join("");

it("nothing goes while there is room", () => {
  const cache = filled("abc");
  makeRoom(cache.dir, 10 * MB);
  expect(lettersIn(cache)).toBe("abc");
});

it("what was not used for longest goes first, until there is room for more", () => {
  const cache = filled("abcdef");
  // four fifths of five are four, and folders take some
  makeRoom(cache.dir, 5 * MB);
  expect(lettersIn(cache)).toBe("abc");
});

it("what is found again is not the oldest any more", () => {
  const cache = filled("abcdef");
  cache.read(keyOf("f"), "unit.o");
  makeRoom(cache.dir, 5 * MB);
  expect(lettersIn(cache)).toBe("abf");
});

it("a use is noted once in an hour, as it costs a write", () => {
  const cache = filled("a");
  age(cache, keyOf("a"), 0.5);
  const { mtimeMs } = statSync(join(cache.dir, keyOf("a")));
  cache.find(keyOf("a"), "unit.o");
  expect(statSync(join(cache.dir, keyOf("a"))).mtimeMs).toBe(mtimeMs);
});

it("what hunkbox did not make neither goes nor counts", () => {
  const cache = filled("a");
  for (const name of ["README.md", "unit-photos"])
    writeFileSync(join(cache.dir, name), new Uint8Array(3 * MB));
  makeRoom(cache.dir, 2 * MB);
  expect(readdirSync(cache.dir).sort()).toEqual(["README.md", keyOf("a"), "unit-photos"]);
});

it("an entry that a living process holds stays, and goes when that is gone", () => {
  const cache = fresh();
  const key = `miniature-${"a".repeat(32)}`;
  const scratch = cache.scratch();
  writeFileSync(join(scratch, "file"), "text");
  cache.adopt(key, scratch, ["file"]);
  expect(cache.hold(key, "file")).toBe(join(cache.dir, key, "file"));
  makeRoom(cache.dir, 1);
  expect(readdirSync(cache.dir)).toEqual([key]);

  const [machine] = ownName().split(".");
  rmSync(join(cache.dir, key, "pins", ownName()));
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  writeFileSync(join(cache.dir, key, "pins", `${machine}.${pid}.1`), "");
  makeRoom(cache.dir, 1);
  expect(readdirSync(cache.dir)).toEqual([]);
});

it("an entry that is being removed cannot be held, and can be made again", () => {
  const cache = fresh();
  const key = `miniature-${"a".repeat(32)}`;
  const adopt = (): void => {
    const scratch = cache.scratch();
    writeFileSync(join(scratch, "file"), "text");
    cache.adopt(key, scratch, ["file"]);
  };
  adopt();
  rmSync(join(cache.dir, key, "pins"), { recursive: true });
  expect(cache.hold(key, "file")).toBeNull();
  adopt();
  expect(cache.hold(key, "file")).not.toBeNull();
  expect(readdirSync(cache.dir)).toEqual([key]);
});

it("what two entries share counts once", () => {
  const cache = filled("a");
  mkdirSync(join(cache.dir, keyOf("b")));
  const to = join(cache.dir, keyOf("b"), "unit.o");
  spawnSync("ln", [join(cache.dir, keyOf("a"), "unit.o"), to]);
  expect(statSync(to).nlink).toBe(2);
  const bytes = listEntries(cache.dir).reduce((sum, one) => sum + one.bytes, 0);
  expect(bytes).toBeLessThan(1.5 * MB);
});

it("a process looks at the size when enough was added since somebody did, by whomever", () => {
  const cache = filled("abc");
  const add = (letter: string): void => {
    const keeper = new SizeKeeper(cache.dir, 2 * MB);
    cache.put(keyOf(letter), { "unit.o": new Uint8Array(MB / 20) });
    keeper.grown(keyOf(letter));
    keeper.settle();
  };
  add("d");
  expect(lettersIn(cache).replaceAll(/[^a-f]/g, "")).toContain("abc");
  for (const letter of "ef0") add(letter);
  const left = readdirSync(cache.dir);
  expect(left).not.toContain(keyOf("c"));
  expect(left).toContain(keyOf("0"));
});

it("a process that adds much makes room before it ends", () => {
  const cache = filled("abc");
  const keeper = new SizeKeeper(cache.dir, 2 * MB);
  cache.put(keyOf("d"), { "unit.o": new Uint8Array(MB) });
  keeper.grown(keyOf("d"));
  expect(readdirSync(cache.dir)).not.toContain(keyOf("c"));
});
