// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from "node:crypto";
import type { View } from "../base/view.ts";
import type { Build } from "../compile/build-side.ts";
import type { Cache } from "../compile/cache/cache.ts";
import type { ConfigJudgement } from "./judge-config.ts";
import type { JudgeJob } from "./judge-job.ts";
import { KeptRuns } from "./kept-runs.ts";
import { readKept, writeKept } from "./kept-value.ts";
import { scenarioText } from "./scenario-text.ts";

/**
 * Judgements of earlier runs. A run is deterministic: the same modules and scenarios, judged by the same code, come to the
 * same again. What is kept lies in the cache of modules, under a name made of all that it depends on.
 */
export class KeptJudgements {
  /** Runs of theirs: for a check whose judgement is not there. */
  readonly runs: KeptRuns;
  readonly #cache: Cache;
  readonly #code: string;

  /** @param code names the tool's own code: equal only for equal code */
  constructor(cache: Cache, code: string) {
    this.#cache = cache;
    this.#code = code;
    this.runs = new KeptRuns(cache, code);
  }

  /** @returns the name under which a job's judgement is kept: equal only for jobs that come to the same */
  keyOf({ views, pair, scenarios, reverse, costsOf = [] }: JudgeJob): string {
    const { before, after, instrumented } = pair;
    const builds = [before, after, ...instrumented.flatMap((one) => [one.before, one.after])];
    const digest = createHash("sha256");
    for (const part of [
      this.#code,
      process.version,
      JSON.stringify([before.config, reverse, views.placed, costsOf]),
      ...scenarios.map(scenarioText),
      ...builds.map(textOfBuild),
      ...[views.before, views.after].flatMap((view) => [...textsOfView(view, before, after)]),
    ])
      digest.update(`${part}\0`);
    return `judgement-${digest.digest("hex").slice(0, 32)}`;
  }

  /** @returns what is kept under a name, or null if nothing is, or it is damaged */
  find(key: string): ConfigJudgement | null {
    return readKept<ConfigJudgement>(this.#cache, key);
  }

  /** Keeps a judgement. Where it cannot be written, it is made again next time. */
  keep(key: string, judgement: ConfigJudgement): void {
    writeKept(this.#cache, key, judgement);
  }
}

/** What a module holds, its key says. */
const textOfBuild = ({ flavour, key, errors, unavailable, module }: Build): string =>
  JSON.stringify([flavour, key, errors, unavailable, module === null]);

/** Lines are shown as the files have them, comments and all. */
function* textsOfView(view: View, ...builds: readonly Build[]): Generator<string> {
  yield JSON.stringify([[...view.removed], [...view.changed]]);
  const paths = new Set([...view.files.keys(), ...builds.flatMap(({ texts }) => [...texts.keys()])]);
  for (const path of [...paths].sort()) yield `${path}\0${view.read(path) ?? ""}`;
}
