// SPDX-License-Identifier: GPL-2.0-only

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { makeViews } from "../harness/base/make-views.ts";
import { miniatureBase, REFERENCE_PATCH } from "../harness/base/miniature-base.ts";
import { projectRoot } from "../harness/base/project-root.ts";
import { Cache } from "../harness/compile/cache/cache.ts";
import { Workshop } from "../harness/compile/cache/workshop.ts";
import { compileUnit } from "../harness/compile/compile-unit.ts";
import { prepareTree } from "../harness/compile/tree/prepare-tree.ts";
import { parseSeries } from "../harness/patch/parse-series.ts";
import { DRIVEN } from "./driven.ts";
import type { Row } from "./row.ts";
import { memoryOf, timeOf } from "./run-process.ts";

/** The file whose compilation stands for "one call of the compiler". */
const ONE_FILE = "drivers/xen/gntdev.c";

/** What a user waits for: whole processes, from start to end. Rounds are interleaved, so that a busy moment hits all alike. */
export async function measureProcesses(rounds: number): Promise<Row[]> {
  const scratch = mkdtempSync(join(tmpdir(), "hunkbox-bench-"));
  try {
    return await measure(rounds, scratch);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function measure(rounds: number, scratch: string): Promise<Row[]> {
  const main = join(projectRoot(), "dist", "hunkbox.js");
  const reference = readFileSync(join(projectRoot(), REFERENCE_PATCH));
  const warm = { HUNKBOX_CACHE: join(scratch, "warm") };
  const anew = { HUNKBOX_CACHE: join(scratch, "anew") };
  const check = (cache: Record<string, string>, ...args: string[]): number =>
    timeOf([main, "check", ...args], cache, VERDICTS);
  const names = {
    node: "node -e 0",
    help: "hunkbox --help",
    plain: "check --plain, all cached",
    warm: "check, all cached",
    plainAnew: "check --plain, judged anew",
    anew: "check, judged anew",
    edited: "check, a comment of the patch edited",
    changed: "check, code of the patch edited",
    coldPlain: "check --plain, empty cache",
    cold: "check, empty cache",
    clang: `clang, ${ONE_FILE}`,
  };
  const times = new Map<string, number[]>(Object.values(names).map((name) => [name, []]));
  const note = (name: string, ms: number): void => void times.get(name)?.push(ms);
  const memory: { node: number[]; check: number[] } = { node: [], check: [] };

  for (const cache of [warm, anew]) {
    check(cache, "--plain");
    check(cache);
  }
  const compile = await prepareCompile(scratch, reference);
  for (let round = 0; round < rounds; round++) {
    note(names.node, timeOf(["-e", "0"], {}, [0]));
    note(names.help, timeOf([main, "--help"], {}, [0]));
    note(names.plain, check(warm, "--plain"));
    note(names.warm, check(warm));
    note(names.plainAnew, check(withoutJudgements(anew), "--plain"));
    note(names.anew, check(withoutJudgements(anew)));
    const edited = join(scratch, `edited-${round}.mbox`);
    writeFileSync(edited, editOneLine(reference, round));
    note(names.edited, check(warm, edited));
    const changed = join(scratch, `changed-${round}.mbox`);
    writeFileSync(changed, changeOneLine(reference, round));
    note(names.changed, check(warm, changed));
    note(names.coldPlain, check({ HUNKBOX_CACHE: join(scratch, `plain-${round}`) }, "--plain"));
    note(names.cold, check({ HUNKBOX_CACHE: join(scratch, `cold-${round}`) }));
    note(names.clang, await compile(round));
    memory.node.push(memoryOf(["-e", "0"], {}, [0]));
    memory.check.push(memoryOf([main, "check"], withoutJudgements(anew), VERDICTS));
  }
  const row = (name: string, against?: string): Row => ({
    name,
    unit: "ms",
    values: times.get(name) ?? [],
    ...(against === undefined ? {} : { against }),
  });
  return [
    row(names.node),
    row(names.help, names.node),
    row(names.plain, names.node),
    row(names.warm, names.node),
    row(names.plainAnew, names.node),
    row(names.anew, names.plainAnew),
    row(names.clang, names.node),
    row(names.edited, names.node),
    row(names.changed, names.node),
    row(names.coldPlain, names.node),
    row(names.cold, names.node),
    { name: "memory, node -e 0", unit: "MB", values: memory.node },
    { name: "memory, check", unit: "MB", values: memory.check, against: "memory, node -e 0" },
  ];
}

/** A cache of modules alone: what was judged with them is judged again. */
function withoutJudgements(env: { readonly HUNKBOX_CACHE: string }): { HUNKBOX_CACHE: string } {
  for (const entry of readdirSync(env.HUNKBOX_CACHE))
    if (entry.startsWith("judgement-")) rmSync(join(env.HUNKBOX_CACHE, entry), { recursive: true });
  return env;
}

/** Exit codes of a check that did its job. */
const VERDICTS = [0, 1, 3, 4];

/** @returns a function that compiles one file of the patched side, and says how long it took */
async function prepareCompile(
  scratch: string,
  reference: Buffer,
): Promise<(round: number) => Promise<number>> {
  const warm = new Cache(join(scratch, "warm"));
  const { recipe } = await Workshop.open(warm, DRIVEN);
  const { patches } = await parseSeries(reference, REFERENCE_PATCH);
  const [patch] = patches;
  if (patch === undefined) throw new Error(`${REFERENCE_PATCH} holds no patch`);
  const { after } = makeViews(miniatureBase(patch, warm), patches, false);
  const tree = await prepareTree(new Workshop(recipe, warm, DRIVEN), "x86_32-pae", after);
  const unit = tree.units.find(({ path }) => path === ONE_FILE);
  if (unit === undefined) throw new Error(`${ONE_FILE} is not in the miniature`);
  return async (round) => {
    const workshop = new Workshop(recipe, new Cache(join(scratch, `clang-${round}`)), DRIVEN);
    const start = performance.now();
    const { errors } = await compileUnit(workshop, "x86_32-pae", "plain", tree, unit);
    if (errors.length > 0) throw new Error(`${ONE_FILE} does not compile: ${errors[0]?.message}`);
    return performance.now() - start;
  };
}

/** The patch with a comment behind an added statement of one C file, another one each time. */
function editOneLine(reference: Buffer, round: number): string {
  const text = reference.toString("latin1");
  const edited = text.replace(
    /^(\+\+\+ b\/\S+\.c\n(?:(?!diff ).*\n)*?\+\t.*;)$/m,
    (found) => `${found} /* ${round} */`,
  );
  if (edited === text) throw new Error(`${REFERENCE_PATCH} adds no statement`);
  return edited;
}

/** The patch with another value in an assignment, another one each time: the after side is another module. */
function changeOneLine(reference: Buffer, round: number): string {
  const text = reference.toString("latin1");
  const changed = text.replace("unmap_op.dev_bus_addr = 0;", `unmap_op.dev_bus_addr = ${round + 1};`);
  if (changed === text) throw new Error(`${REFERENCE_PATCH} clears no dev_bus_addr`);
  return changed;
}
