// SPDX-License-Identifier: GPL-2.0-only
import { commitPatch } from "../../base/git/commit-patch.ts";
import { gitRange, type RangeCommit } from "../../base/git/git-range.ts";
import { GitRepository } from "../../base/git/git-repository.ts";
import { parseSeries } from "../../patch/parse-series.ts";
import type { Series } from "../../patch/series.ts";
import type { BaseOptions } from "../options/base-options.ts";
import { checkBaseOptions } from "../options/check-base-options.ts";
import { chooseBase } from "../options/choose-base.ts";
import { tell } from "../output/tell.ts";
import { BadInput } from "./bad-input.ts";
import { type Inputs, loadReference } from "./load-inputs.ts";

/** A commit of a range, to be judged on its parent. */
export interface RangeStep extends RangeCommit {
  /** Reads the commit. */
  series(): Promise<Series>;
  /** Reads the commit and exports its parent. */
  load(): Promise<Inputs>;
}

/**
 * The commits that `--range` asks for, oldest first.
 *
 * @param words the patches that were given, of which there must be none
 */
export async function rangeInputs(
  words: readonly string[],
  range: string,
  options: BaseOptions,
): Promise<RangeStep[]> {
  if (words.length > 0) {
    throw new BadInput("--range and a patch exclude each other", "the commits of the range are the patches");
  }
  checkBaseOptions(options);
  const { patches } = await loadReference();
  const repository = await GitRepository.open(options.git ?? "");
  const commits = await gitRange(repository, range, options.force ?? false, tell);
  const found: RangeStep[] = [];
  for (const commit of commits) {
    const text = await commitPatch(repository, commit.id);
    if (!/^diff --git /m.test(text.toString("latin1"))) {
      tell(`${commit.id.slice(0, 12)} is left out: it changes no file (${commit.subject})`);
      continue;
    }
    const read = async (): Promise<Series> => await parseSeries(text, commit.id.slice(0, 12));
    const load = async (): Promise<Inputs> => {
      const series = await read();
      const { range: _, force: __, ...rest } = options;
      const base = await chooseBase({ ...rest, rev: commit.parent }, series, patches[0]!);
      return { series, base };
    };
    found.push({ ...commit, series: read, load });
  }
  return found;
}
