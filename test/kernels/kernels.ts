// SPDX-License-Identifier: GPL-2.0-only
import { Command } from "commander";
import type { Base } from "../../harness/base/base.ts";
import { BaseError } from "../../harness/base/base-error.ts";
import { openCache } from "../../harness/compile/cache/open-cache.ts";
import { surveyKernel } from "../../harness/judge/survey/survey-kernel.ts";
import { CONFIGS } from "../../harness/machine/config.ts";
import { surveyReport } from "../../harness/report/inspect/survey-report.ts";
import { makeScreen } from "../../harness/report/screen.ts";
import { loadCatalogue } from "../../harness/scenario/load-catalogue.ts";
import { userPath } from "../evaluation/options.ts";
import { openSubjects, type SubjectName } from "../evaluation/subject.ts";
import { readKernels, type TriedKernel, triedKernel, writeKernels } from "./kept-kernels.ts";
import { writeTable } from "./kernels-table.ts";
import { worseThanKept } from "./worse-than-kept.ts";

/** What the command line may say. */
interface Options {
  readonly tree: readonly string[];
  readonly debian: readonly string[];
  readonly update?: boolean;
}

const tell = (text: string): void => void process.stderr.write(`kernels: ${text}\n`);

/** @returns 0 if nothing runs worse than what is kept, 1 if something does, 2 if a kernel could not be tried */
async function tryKernels({ tree, debian, update }: Options): Promise<number> {
  const names: SubjectName[] = [
    ...tree.map((dir) => ({ kind: "tree", dir: userPath(dir) }) as const),
    ...debian.map((name) => ({ kind: "debian", name }) as const),
  ];
  const kept = readKernels();
  const fresh: Record<string, TriedKernel> = {};
  const worse: string[] = [];
  let areMissing = false;
  for (const name of names) {
    try {
      for (const { base } of await openSubjects(name, tell)) {
        const release = RELEASE.exec(base.tree.release)?.[0] ?? base.tree.release;
        const now = await tryKernel(base, release);
        fresh[release] = now;
        const before = kept[release];
        if (before !== undefined)
          worse.push(...worseThanKept(now, before).map((one) => `${release}: ${one}`));
      }
    } catch (error) {
      if (!(error instanceof BaseError)) throw error;
      tell(error.message);
      areMissing = true;
    }
  }
  for (const one of worse) process.stdout.write(`worse than what is kept: ${one}\n`);
  if (update === true) {
    writeKernels({ ...kept, ...fresh });
    writeTable(readKernels());
  }
  return areMissing ? 2 : worse.length > 0 && update !== true ? 1 : 0;
}

/** A release without what whoever built it has added. */
const RELEASE = /^\d+\.\d+(?:\.\d+)?(?:-rc\d+)?/;

async function tryKernel(base: Base, release: string): Promise<TriedKernel> {
  const survey = await surveyKernel({
    ...{ base, configs: CONFIGS, scenarios: loadCatalogue(), cache: openCache() },
    progress: (text) => tell(`${release}: ${text}`),
  });
  process.stdout.write(`${surveyReport(survey, makeScreen(100, false))}\n`);
  return triedKernel(survey, new Date().toISOString().slice(0, 10));
}

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];
await new Command("npm run -s kernels --")
  .description(
    "runs all scenarios once on kernels as they are, and says what runs there, and what not, and why",
  )
  .option("--tree <folder>", "a kernel tree; may be given again", collect, [])
  .option("--debian <package>", "Debian's kernel, fetched at need: linux-source-6.1", collect, [])
  .option("--update", "keep what ran in test/kernels/kernels.json, and write the table in README.md anew")
  .addHelpText("after", "\nExample:\n  npm run -s kernels -- --tree ~/linux-5.15 --tree ~/linux-6.6")
  .action(async (options: Options) => {
    process.exitCode = await tryKernels(options);
  })
  .parseAsync();
