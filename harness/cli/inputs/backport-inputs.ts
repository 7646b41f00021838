// SPDX-License-Identifier: GPL-2.0-only
import { findUpstream } from "../../backport/find-upstream.ts";
import { GitRepository } from "../../base/git/git-repository.ts";
import { parseSeries } from "../../patch/parse-series.ts";
import type { Series } from "../../patch/series.ts";
import { modeLine } from "../../report/mode-line.ts";
import type { BaseOptions } from "../options/base-options.ts";
import { chooseBase } from "../options/choose-base.ts";
import { BASE_FORMS, parseBase } from "../options/parse-base.ts";
import { tell } from "../output/tell.ts";
import { BadInput } from "./bad-input.ts";
import { type Inputs, loadReference } from "./load-inputs.ts";
import { loadSeries } from "./load-series.ts";

/** What the command line says about patches and bases. */
export interface BackportPaths {
  /** The upstream patch and its backport; the backport alone if a repository holds the upstream commit. */
  readonly patches: readonly string[];
  /** In the order of the patches; one for both, none for the miniature. */
  readonly on: readonly string[];
  readonly upstreamGit?: string;
}

/**
 * Reads both patches, and makes their bases.
 *
 * @throws BadInput if the command line makes no sense; PatchError and BaseError for what it names
 */
export async function backportInputs(paths: BackportPaths): Promise<{ upstream: Inputs; backport: Inputs }> {
  const { patches, on, upstreamGit } = paths;
  if (patches.length === 0 || patches.length > 2) {
    throw new BadInput(`${patches.length} patches are given`, "give UPSTREAM and BACKPORT, in this order");
  }
  if (on.length > patches.length) {
    throw new BadInput(
      `--on is given ${on.length} times for ${patches.length === 1 ? "one patch" : "two patches"}`,
      `the n-th --on is the base of the n-th patch: ${BASE_FORMS}`,
    );
  }
  if (patches.length === 2 && patches.every((path) => path === "-")) {
    throw new BadInput("both patches are to come from standard input", "give one of them as a file");
  }
  const bases = on.map(parseBase);
  if (patches.length === 2) {
    if (upstreamGit !== undefined) {
      throw new BadInput("--upstream-git and an upstream patch exclude each other", "give one of them");
    }
    const one = await loadSeries([patches[0]!]);
    const other = await loadSeries([patches[1]!]);
    const [first, second] = [bases[0] ?? {}, bases[1] ?? bases[0] ?? {}];
    // one after the other: both may fetch the same
    const upstream = await inputs(one, first);
    return { upstream, backport: await inputs(other, second) };
  }
  const dir = upstreamGit ?? bases[0]?.git;
  if (dir === undefined) {
    throw new BadInput(
      "one patch is given: there is no upstream patch to compare it with",
      "give UPSTREAM and BACKPORT, or a clone that holds the upstream commit with --upstream-git DIR",
    );
  }
  const series = await loadSeries([patches[0]!]);
  const commit = await findUpstream(await GitRepository.open(dir), series.patches);
  const original = await parseSeries(commit.mail, commit.id.slice(0, 12));
  const upstream = await inputs(original, { git: dir, rev: commit.parent });
  return { upstream, backport: await inputs(series, bases[0] ?? {}) };
}

async function inputs(series: Series, options: BaseOptions): Promise<Inputs> {
  const reference = await loadReference();
  const modes = modeLine(series.patches);
  if (modes !== "") tell(modes);
  return { series, base: await chooseBase(options, series, reference.patches[0]!) };
}
