// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { GateTrace } from "../../harness/gate/gate-report.ts";
import { JUDGEMENT_VERSION, type PatchJudgement, type QueueJudgement } from "../../harness/gate/judgement.ts";
import { makeGateReport } from "../../harness/gate/make-gate-report.ts";
import { mergeJudgements } from "../../harness/gate/merge-judgements.ts";
import { parseJudgement, writeJudgement } from "../../harness/gate/parse-judgement.ts";
import { NO_POLICY } from "../../harness/gate/policy/policy.ts";
import { runsToTrace } from "../../harness/gate/traces/runs-to-trace.ts";
import { configOf, findingOf, lineOf, patchOf, queueOf, scenarioOf } from "../support/judgement.ts";

const NO_TABLES: GateTrace["tables"] = { entries: [], frames: [], changes: [], grants: [], leftOut: 0 };

const IDS = ["a", "b", "c", "d", "e", "f"];

/** A queue in which each scenario has findings and runs lines as the numbers say. */
function queue(seeds: readonly number[]): QueueJudgement {
  const configs = (["x86_64", "x86_32-pae"] as const).map((config, c) =>
    configOf(
      IDS.map((id, i) => scenarioOf(id, ...findings(seeds[i]! + c))),
      { config, coverage: [lineOf(1, false), lineOf(2, false)].map((line) => line) },
    ),
  );
  return queueOf([patchOf(configs), patchOf(configs.toReversed())]);
}

const findings = (seed: number) =>
  [0, 1, 2]
    .filter((bit) => ((seed >> bit) & 1) === 1)
    .map((bit) => findingOf(bit === 2 ? "fixed" : "regressed", { signature: `memory-leak: ${bit}` }));

/** What the i-th of n jobs would have written: its scenarios, the lines they run, and traces of what they see first. */
function part(whole: QueueJudgement, index: number, of: number): QueueJudgement {
  const own = (patch: PatchJudgement): PatchJudgement => {
    const configs = patch.configs.map((config) => {
      const scenarios = config.scenarios.filter(({ id }) => IDS.indexOf(id) % of === index - 1);
      const runs = (line: number): boolean => scenarios.some(({ id }) => IDS.indexOf(id) % 2 === line - 1);
      return {
        ...config,
        scenarios,
        coverage: config.coverage!.map((one) => ({ ...one, ran: runs(one.line) })),
      };
    });
    return { ...patch, configs, traces: tracesOf(configs) };
  };
  return {
    ...whole,
    shard: { index, of },
    patches: whole.patches.map(own),
    whole: whole.whole === null ? null : own(whole.whole),
  };
}

function tracesOf(configs: PatchJudgement["configs"]): GateTrace[] {
  const { examples, others } = runsToTrace(configs, true);
  return [...examples, ...others].map(({ config, scenario }) => {
    return { config, scenario, rows: [], pages: [], tables: NO_TABLES };
  });
}

const withoutTraces = (patch: PatchJudgement): PatchJudgement => ({ ...patch, traces: [] });

/** All but traces: of these, parts have more than is shown. */
const bare = (queue: QueueJudgement): QueueJudgement => ({
  ...queue,
  patches: queue.patches.map(withoutTraces),
  whole: queue.whole === null ? null : withoutTraces(queue.whole),
});

describe("the parts of a gate", () => {
  it("make the whole, in any number and order, also by way of files", () => {
    const seeds = fc.array(fc.nat(7), { minLength: IDS.length, maxLength: IDS.length });
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 8 }), fc.boolean(), (numbers, of, isTurned) => {
        const whole = queue(numbers);
        const parts = Array.from({ length: of }, (_, i) => part(whole, i + 1, of));
        const read = parts.map((one) => parseJudgement(writeJudgement(one), "part"));
        const merged = mergeJudgements(isTurned ? read.toReversed() : read);
        const one = mergeJudgements([part(whole, 1, 1)]);
        expect(bare(merged)).toEqual(bare(one));
        expect(makeGateReport(merged, NO_POLICY, "")).toEqual(makeGateReport(one, NO_POLICY, ""));
      }),
    );
  });

  it("have what was derived of their scenarios behind all that were asked for, flow by flow", () => {
    const partOf = (index: number, ids: readonly string[]): QueueJudgement => ({
      ...queueOf([patchOf([configOf(ids.map((id) => scenarioOf(id)))])]),
      scenarios: ["a", "b", "c"],
      shard: { index, of: 2 },
    });
    const merged = mergeJudgements([
      partOf(1, ["a", "c", "a+open-1+kmalloc-1", "c+open-1+kmalloc-1"]),
      partOf(2, ["b", "b+open-1+kmalloc-2", "b+mmap-2+find_vma-1"]),
    ]);
    const ids = merged.patches[0]!.configs[0]!.scenarios.map(({ id }) => id);
    expect(ids).toEqual([
      ...["a", "b", "c", "a+open-1+kmalloc-1", "b+open-1+kmalloc-2", "b+mmap-2+find_vma-1"],
      "c+open-1+kmalloc-1",
    ]);
  });

  it("are refused where one is missing, there twice, or of another gate", () => {
    const whole = queue([1, 2, 3, 4, 5, 6]);
    const [one, two, three] = [1, 2, 3].map((index) => part(whole, index, 3)) as [
      QueueJudgement,
      QueueJudgement,
      QueueJudgement,
    ];
    expect(() => mergeJudgements([])).toThrow("there are no parts");
    expect(() => mergeJudgements([three, one])).toThrow("part 2/3 is missing");
    expect(() => mergeJudgements([one])).toThrow("parts 2/3, 3/3 are missing");
    expect(() => mergeJudgements([one, two, two, three])).toThrow("part 2/3 is there twice");
    expect(() => mergeJudgements([one, { ...two, input: "other.mbox" }, three])).toThrow("of another gate");
    expect(() => mergeJudgements([one, { ...two, flavours: [] }, three])).toThrow("of another gate");
    expect(() => mergeJudgements([one, { ...two, patches: two.patches.slice(1) }, three])).toThrow(
      "another gate",
    );
    expect(() => mergeJudgements([one, part(whole, 2, 4), three])).toThrow("of another gate");
  });
});

describe("the file of a part", () => {
  const text = writeJudgement(queue([1, 2, 3, 4, 5, 6]));

  it("is refused when it is cut off, changed, or something else", () => {
    expect(() => parseJudgement(text.slice(0, -100), "part.json")).toThrow(
      "part.json is cut off or was changed",
    );
    expect(() => parseJudgement(text.replace("regressed", "fixed"), "part.json")).toThrow("was changed");
    for (const other of ["", "{", "null", "[]", '{"kind":"x"}\n{}', "\0"])
      expect(() => parseJudgement(other, "part.json")).toThrow("part.json is no part of a gate");
    const old = text.replace(`"version":${JUDGEMENT_VERSION}`, '"version":0');
    expect(() => parseJudgement(old, "part.json")).toThrow("another version");
  });

  it("is refused where its hash fits, and what it holds is none", () => {
    const judgement = queue([1, 2, 3, 4, 5, 6]);
    const headed = (body: string): string => {
      const sha256 = createHash("sha256").update(body).digest("hex");
      return `${JSON.stringify({ kind: "hunkbox-gate-part", version: JUDGEMENT_VERSION, sha256 })}\n${body}\n`;
    };
    expect(parseJudgement(headed(JSON.stringify(judgement)), "part.json")).toEqual(judgement);
    const shard = { index: 1, of: 1e9 };
    for (const body of ["", "{", "null", "[]", "{}", ...[{ shard }, { patches: [{}] }].map(withKeys)])
      expect(() => parseJudgement(headed(body), "part.json")).toThrow("does not hold");
    function withKeys(keys: object): string {
      return JSON.stringify({ ...judgement, ...keys });
    }
  });
});
