// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from "node:crypto";
import type { Build } from "../compile/build-side.ts";
import type { Cache } from "../compile/cache/cache.ts";
import { digestOf } from "../compile/cache/digest-of.ts";
import type { MachineParams } from "../machine/params.ts";
import { readKept, writeKept } from "./kept-value.ts";

/** An instrumented run that came to its end and saw nothing: all that anybody asks of it. */
export interface CleanRun {
  /** Units of work that it took, and events that it had. */
  readonly work: number;
  readonly events: number;
  /** What it counted of its control flow (`Coverage.countedNow`). */
  readonly counted: readonly number[];
}

/** Clean runs of one module on one machine, by the scenario's text (`scenarioText`). */
export interface ModuleRuns {
  readonly key: string;
  readonly byScenario: Map<string, CleanRun>;
  /** Some were added in this process. */
  isGrown: boolean;
  /** What those that were not run again had taken. */
  readonly saved: { work: number; events: number };
}

/**
 * Instrumented runs of earlier checks. A run depends on its module, its machine and its scenario alone: where one side of a
 * patch is the module that it was, it is not run again to see nothing again. What saw something is run.
 */
export class KeptRuns {
  readonly #cache: Cache;
  readonly #code: string;
  readonly #digests = new WeakMap<Build, string>();

  /** @param code names the tool's own code: equal only for equal code */
  constructor(cache: Cache, code: string) {
    this.#cache = cache;
    this.#code = code;
  }

  /** @returns the runs of a module that are known, to be added to */
  of(build: Build, params: MachineParams): ModuleRuns {
    const { config, flavour } = build;
    const about = [this.#code, process.version, config, flavour, JSON.stringify(params)];
    const key = `runs-${digestOf([...about, this.#digestOf(build)])}`;
    return {
      key,
      byScenario: readKept<Map<string, CleanRun>>(this.#cache, key) ?? new Map(),
      isGrown: false,
      saved: { work: 0, events: 0 },
    };
  }

  /** Keeps what was added. Where it cannot be written, it is run again next time. */
  keep({ key, byScenario, isGrown }: ModuleRuns): void {
    if (isGrown) writeKept(this.#cache, key, byScenario);
  }

  #digestOf(build: Build): string {
    const known = this.#digests.get(build);
    if (known !== undefined) return known;
    const digest = createHash("sha256")
      .update(build.module ?? "")
      .digest("hex");
    this.#digests.set(build, digest);
    return digest;
  }
}
