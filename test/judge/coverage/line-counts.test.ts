// SPDX-License-Identifier: GPL-2.0-only
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Build } from "../../../harness/compile/build-side.ts";
import { parseCoverageNotes } from "../../../harness/compile/lines/coverage-notes.ts";
import { initConsole } from "../../../harness/guest/console.ts";
import { Guest } from "../../../harness/guest/guest.ts";
import { countFunctions, countLines } from "../../../harness/judge/coverage/line-counts.ts";
import { DEFAULT_PARAMS } from "../../../harness/machine/params.ts";
import { loadCatalogue } from "../../../harness/scenario/load-catalogue.ts";
import { runScenario } from "../../../harness/scenario/run-scenario.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { buildView, recipe, referenceViews } from "../../support/views.ts";

/** The reader that comes with the compiler, where it is installed. */
const gcov = join(dirname((await recipe()).clang), "llvm-cov");

/** The compiler's own file of counters: for each function, its name in numbers and its counts. */
function dataOf(notes: Uint8Array, counters: ReadonlyMap<number, readonly number[]>): Uint8Array {
  const words: number[] = [0x6763_6461, word(notes, 4), word(notes, 8)];
  for (let at = 12; at + 8 <= notes.length; ) {
    const [tag, length] = [word(notes, at), word(notes, at + 4)];
    if (tag === 0x0100_0000) {
      const ident = word(notes, at + 8);
      const counts = counters.get(ident) ?? [];
      words.push(0x0100_0000, 3, ident, word(notes, at + 12), word(notes, at + 16));
      words.push(0x01a1_0000, 2 * counts.length, ...counts.flatMap((count) => [count, 0]));
    }
    at += 8 + 4 * length;
  }
  return new Uint8Array(Uint32Array.from([...words, 0, 0]).buffer);
}

const word = (bytes: Uint8Array, at: number): number =>
  new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true);

describe.each(["x86_64", "x86_32-pae-highmem"] as const)("lines that ran, in %s", (config) => {
  let build: Build;
  let guest: Guest;
  beforeAll(async () => {
    await initConsole();
    build = await buildView((await referenceViews()).after, config, "after", undefined, "asan");
    guest = new Guest(build, DEFAULT_PARAMS);
    for (const scenario of loadCatalogue().slice(0, 60)) {
      if (!scenario.configs.includes(config)) continue;
      runScenario(guest, scenario, { stacks: "none", probes: false });
    }
    guest.coverage!.collect();
  });
  afterAll(() => guest.free());

  it.skipIf(!existsSync(gcov))("are those that the compiler's own reader tells", () => {
    expect(build.notes.length).toBeGreaterThan(3);
    let compared = 0;
    for (const [i, bytes] of build.notes.entries()) {
      const dir = join(tempRoot, `${config}-${i}`);
      mkdirSync(dir);
      const notes = parseCoverageNotes(bytes);
      const counters = new Map(
        notes.functions.map(({ ident }) => [ident, guest.coverage!.countersOf(notes.checksum, ident) ?? []]),
      );
      writeFileSync(join(dir, "unit.gcno"), bytes);
      writeFileSync(join(dir, "unit.gcda"), dataOf(bytes, counters));
      const run = spawnSync(gcov, ["gcov", "-i", "unit.gcno"], { cwd: dir, encoding: "utf8" });
      expect(run.status, run.stderr).toBe(0);

      const ours = countLines(countFunctions([notes], [guest]));
      for (const name of readdirSync(dir).filter((one) => one.endsWith(".gcov"))) {
        let file = "";
        for (const row of readFileSync(join(dir, name), "utf8").split("\n")) {
          if (row.startsWith("file:")) file = row.slice(5).replace(/^\//, "");
          const match = /^lcount:(\d+),(\d+)/.exec(row);
          if (match === null) continue;
          const count = ours.get(file)?.get(Number(match[1]));
          expect(count, `${file}:${match[1]} makes code`).toBeDefined();
          expect(count! > 0, `${file}:${match[1]} ran ${match[2]} times by the reader`).toBe(
            Number(match[2]) > 0,
          );
          compared++;
        }
      }
    }
    expect(compared).toBeGreaterThan(300);
  });

  it("are counted anew in each run, and added up", () => {
    const notes = build.notes.map(parseCoverageNotes);
    const calls = (): number =>
      countFunctions(notes, [guest]).find((one) => one.notes.name === "gntdev_mmap")!.blocks[0]!;
    const before = calls();
    const scenario = loadCatalogue().find(({ id }) => id === "user-map-one-page")!;
    for (let i = 0; i < 3; i++) runScenario(guest, scenario, { stacks: "none", probes: false });
    expect(calls()).toBe(before + 3);
  });
});

const tempRoot = tempDir();
