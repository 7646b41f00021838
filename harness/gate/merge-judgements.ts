// SPDX-License-Identifier: GPL-2.0-only
import { flowOf } from "../scenario/flow-of.ts";
import type { ConfigJudgement, LineRun, PatchJudgement, QueueJudgement } from "./judgement.ts";
import { MergeError } from "./merge-error.ts";

/**
 * Puts parts of one gate together: what comes out is what one run of all scenarios would have given.
 *
 * @throws MergeError if the parts are not of one gate, or one is missing or there twice
 */
export function mergeJudgements(parts: readonly QueueJudgement[]): QueueJudgement {
  const [first] = parts;
  if (first === undefined) throw new MergeError("there are no parts to merge", "give what --shard wrote");
  const sorted = parts.toSorted((a, b) => a.shard.index - b.shard.index);
  for (const part of sorted) {
    if (sameGate(part) !== sameGate(first)) {
      const what = `part ${part.shard.index}/${part.shard.of} is of another gate than part ${first.shard.index}/${first.shard.of}`;
      const hint = "each job needs the same patch, tree, options and version of hunkbox";
      throw new MergeError(what, hint);
    }
  }
  const { of } = first.shard;
  const present = sorted.map(({ shard }) => shard.index);
  const twice = present.find((index, i) => present[i - 1] === index);
  if (twice !== undefined) throw new MergeError(`part ${twice}/${of} is there twice`, "give each part once");
  const missing = Array.from({ length: of }, (_, i) => i + 1).filter((index) => !present.includes(index));
  if (missing.length > 0) {
    const names = missing.map((index) => `${index}/${of}`).join(", ");
    const what = missing.length === 1 ? `part ${names} is missing` : `parts ${names} are missing`;
    throw new MergeError(what, "give what each of the jobs wrote");
  }
  const order = new Map(first.scenarios.map((id, i) => [id, i]));
  const of1 = (pick: (part: QueueJudgement) => PatchJudgement): PatchJudgement =>
    mergePatch(sorted.map(pick), order);
  return {
    ...first,
    // a part with no scenario that had to be built asks no compiler for its name
    tool: {
      ...first.tool,
      emscripten: sorted.find(({ tool }) => tool.emscripten !== "")?.tool.emscripten ?? "",
    },
    shard: { index: 1, of: 1 },
    patches: first.patches.map((_, i) => of1((part) => part.patches[i]!)),
    whole: first.whole === null ? null : of1((part) => part.whole!),
  };
}

/** What is the same in all parts of a gate. */
function sameGate({
  version,
  tool,
  input,
  shard,
  scenarios,
  configsChosen,
  flavours,
  patches,
  whole,
}: QueueJudgement): string {
  const identity = ({ configs, traces: _, ...about }: PatchJudgement) => {
    const builds = configs.map(({ config, before, after }) => ({ config, before, after }));
    return { about, builds };
  };
  return JSON.stringify([
    ...[version, tool.version, input, shard.of, scenarios, configsChosen, flavours],
    ...[patches.map(identity), whole === null ? null : identity(whole)],
  ]);
}

function mergePatch(parts: readonly PatchJudgement[], order: ReadonlyMap<string, number>): PatchJudgement {
  // what was derived of a scenario comes after all that were asked for, as in one run
  const rank = (id: string): number => order.get(id) ?? order.size + (order.get(flowOf(id)) ?? order.size);
  const [first] = parts as [PatchJudgement, ...PatchJudgement[]];
  const configs = first.configs.map((config, i): ConfigJudgement => {
    const own = parts.map((part) => part.configs[i]!);
    return {
      ...config,
      scenarios: own.flatMap(({ scenarios }) => scenarios).toSorted((a, b) => rank(a.id) - rank(b.id)),
      coverage: mergeCoverage(own.map(({ coverage }) => coverage)),
      // one part counts for all
      costs: own.find(({ costs }) => costs !== null)?.costs ?? null,
    };
  });
  const traces = parts
    .flatMap((part) => part.traces)
    .toSorted(
      (a, b) =>
        configs.findIndex(({ config }) => config === a.config) -
          configs.findIndex(({ config }) => config === b.config) || rank(a.scenario) - rank(b.scenario),
    );
  return { ...first, configs, traces };
}

/** A line ran if it ran in any part. */
function mergeCoverage(parts: readonly (readonly LineRun[] | null)[]): LineRun[] | null {
  const known = parts.filter((part) => part !== null);
  const [first] = known;
  if (first === undefined) return null;
  return first.map((line, i) => ({ ...line, ran: known.some((part) => part[i]?.ran === true) }));
}
