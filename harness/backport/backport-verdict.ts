// SPDX-License-Identifier: GPL-2.0-only
import { many } from "../base/many.ts";
import type { CheckResult } from "../judge/check-patch.ts";
import { EXIT_CODES } from "../judge/verdict/verdict.ts";
import type { ScenarioComparisons } from "./compare-scenarios.ts";
import { groupComparisons } from "./group-comparisons.ts";
import type { HunkCounterpart } from "./hunk-counterpart.ts";

/** How a comparison ends. */
export type BackportVerdictName = "faithful" | "not-faithful" | "does-not-build" | "not-comparable";

/** The verdict, its exit code, and one line that says why. */
export interface BackportVerdict {
  readonly name: BackportVerdictName;
  readonly exitCode: number;
  readonly line: string;
}

const EXITS: Readonly<Record<BackportVerdictName, number>> = {
  faithful: EXIT_CODES.pass,
  "not-faithful": EXIT_CODES.fail,
  "does-not-build": EXIT_CODES["does-not-build"],
  "not-comparable": EXIT_CODES["not-comparable"],
};

/** What is weighed. */
export interface Weighed extends ScenarioComparisons {
  readonly upstream: CheckResult;
  readonly backport: CheckResult;
  readonly unshown: readonly HunkCounterpart[];
  readonly idle: readonly HunkCounterpart[];
  /** The configurations were asked for by name. */
  readonly configsChosen: boolean;
}

/**
 * Weighs a comparison: a side that does not build first, then what is lost or extra, then what cannot be compared. That a
 * base lacks something is no fault as long as something else is there to compare; a hunk that is not in the backport and
 * whose effect no scenario shows is: nothing can be said about it.
 */
export function weighBackport(weighed: Weighed): BackportVerdict {
  const { upstream, backport, comparisons, unshown, runs } = weighed;
  const broken = brokenSides(upstream, backport);
  const count = (fate: "kept" | "lost" | "extra" | "not-comparable"): number =>
    groupComparisons(comparisons, fate).length;
  const [kept, lost, extra] = [count("kept"), count("lost"), count("extra")];
  const [first] = unshown;
  const pairs = upstream.configs.map((config, i) => [config, backport.configs[i]!] as const);
  const isAway = (config: CheckResult["configs"][number]): boolean =>
    config.before.module === null || config.after.module === null;
  const away = pairs.filter((pair) => pair.some(isAway));
  const isIdle =
    kept === 0 && pairs.some((pair) => !pair.some(isAway) && pair.some((config) => !compilesToSame(config)));
  // what only the patched side lacks is the patch's doing
  const unmodelled = weighed.away.filter(({ reason }) => reason.endsWith("(after side)"));
  const because =
    first !== undefined
      ? `hunk ${first.number} of ${first.path} is ${first.state === "missing" ? "lost" : "altered"} in code that no scenario reaches or tells apart`
      : away.length === pairs.length
        ? "no configuration runs on both bases"
        : away.length > 0 && weighed.configsChosen
          ? `a base cannot run ${away.map(([{ config }]) => config).join(" and ")}`
          : unmodelled.length > 0
            ? `with a patch, ${many(unmodelled.length, "scenario")} ${unmodelled.length === 1 ? "reaches" : "reach"} what is not modelled`
            : isIdle
              ? "no scenario shows what the patches change"
              : "";
  const name: BackportVerdictName =
    broken.length > 0
      ? "does-not-build"
      : lost + extra > 0
        ? "not-faithful"
        : because !== ""
          ? "not-comparable"
          : "faithful";
  const apart = count("not-comparable");
  const why =
    name === "does-not-build"
      ? `${broken.join("; ")}; `
      : name === "not-comparable"
        ? `${because}; `
        : name !== "faithful"
          ? ""
          : kept === 0
            ? "both patches leave the compiled code alone; "
            : idleWords(weighed);
  const effects = `effects: ${kept} kept, ${lost} lost, ${extra} extra${apart > 0 ? `, ${apart} not comparable` : ""}`;
  const within = `within ${many(runs, "scenario run")} on each base`;
  return { name, exitCode: EXITS[name], line: `${name}: ${why}${effects}; ${within}` };
}

/** That a hunk makes no code here says nothing of where it does. */
function idleWords({ idle, upstream }: Weighed): string {
  const [first] = idle;
  if (first === undefined) return "";
  const built = upstream.configs.flatMap(({ config, after }) => (after.module === null ? [] : [config]));
  const more = idle.length === 1 ? "" : ` and ${idle.length - 1} more`;
  const is = first.state === "missing" ? "not there" : "altered";
  return `hunk ${first.number} of ${first.path}${more} is ${is}, which makes no other code in ${built.join(", ")}; `;
}

/** `the after side of the backport does not build in x86_64`. */
function brokenSides(upstream: CheckResult, backport: CheckResult): string[] {
  return [["upstream patch", upstream] as const, ["backport", backport] as const].flatMap(
    ([name, { configs }]) =>
      configs.flatMap(({ config, before, after }) =>
        [before, after].flatMap(({ side, module, unavailable }) =>
          module === null && unavailable === ""
            ? [`the ${side} side of the ${name} does not build in ${config}`]
            : [],
        ),
      ),
  );
}

const compilesToSame = ({ before, after }: CheckResult["configs"][number]): boolean =>
  before.module !== null && after.module !== null && Buffer.compare(before.module, after.module) === 0;
