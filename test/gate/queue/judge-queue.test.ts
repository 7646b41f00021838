// SPDX-License-Identifier: GPL-2.0-only
import { beforeAll, describe, expect, it } from "vitest";
import { stackBase } from "../../../harness/base/stack-base.ts";
import { openCache } from "../../../harness/compile/cache/open-cache.ts";
import type { QueueJudgement } from "../../../harness/gate/judgement.ts";
import { makeGateReport } from "../../../harness/gate/make-gate-report.ts";
import { mergeJudgements } from "../../../harness/gate/merge-judgements.ts";
import { NO_POLICY } from "../../../harness/gate/policy/policy.ts";
import { judgeQueue } from "../../../harness/gate/queue/judge-queue.ts";
import type { QueueItem } from "../../../harness/gate/queue/queue-item.ts";
import { parseSeries } from "../../../harness/patch/parse-series.ts";
import { loadCatalogue } from "../../../harness/scenario/load-catalogue.ts";
import { referenceBase } from "../../support/check.ts";
import { mailBetween, referenceViews, withEdit } from "../../support/views.ts";

const GNTDEV = "drivers/xen/gntdev.c";
const SCENARIOS = ["user-map-one-page", "user-copy-16-segments", "fault-map-op-first-page"];

async function item(text: string): Promise<QueueItem> {
  const { patches } = await parseSeries(Buffer.from(text), "test.mbox");
  return { name: "test.mbox", cover: null, patches, refusal: null, base: null };
}

async function judge(items: readonly QueueItem[], shard = { index: 1, of: 1 }): Promise<QueueJudgement> {
  const catalogue = loadCatalogue();
  return await judgeQueue({
    ...{ base: await referenceBase(), items, cover: null, input: "q.mbox", version: "0", shard },
    ...{ command: "", portableCommand: "" },
    ...{ configs: ["x86_64"], scenarios: catalogue.filter(({ id }) => SCENARIOS.includes(id)), flavours: [] },
    ...{ scenariosChosen: true, costs: true, hasPolicy: false },
    ...{ traces: true, cache: openCache(), progress: () => {} },
  });
}

/** A queue: one that leaks, one that does not fit, one that does not compile, one that mends the first. */
let queue: QueueItem[];

beforeAll(async () => {
  const { before } = await referenceViews();
  const broken = withEdit(before, GNTDEV, "\tkfree(map->grants);\n", "");
  const typo = withEdit(broken, GNTDEV, "kfree(map->map_ops);", "kfree(map->map_op);");
  const moved = withEdit(before, GNTDEV, "kfree(map->unmap_ops);", "kfree((map->unmap_ops));");
  const misfit = mailBetween(before, moved, "misfit").replaceAll("map->unmap_ops", "map->unmap_opts");
  queue = await Promise.all(
    [
      mailBetween(before, broken, "leak"),
      misfit,
      mailBetween(broken, typo, "typo"),
      mailBetween(broken, before, "mend it"),
    ].map(item),
  );
});

describe("a queue", () => {
  let judgement: QueueJudgement;
  beforeAll(async () => {
    judgement = await judge(queue);
  });

  it("is judged one on top of the other, without those that do not apply or build", () => {
    const { patches } = makeGateReport(judgement, NO_POLICY, "2026-11-23");
    expect(patches.map(({ exitCode }) => exitCode)).toEqual([1, 2, 3, 0]);
    expect(patches.map(({ base }) => base)).toEqual([
      "miniature",
      "miniature with 1 patch before it",
      "miniature with 1 patch before it",
      "miniature with 1 patch before it",
    ]);
    expect(patches[3]?.findings.some((one) => one.class === "fixed")).toBe(true);
  });

  it("names the patches that are left out, where one may not apply for want of them", async () => {
    const [leak, misfit, typo] = queue as [QueueItem, QueueItem, QueueItem, QueueItem];
    const { patches } = await judge([leak, typo, misfit, misfit]);
    expect(patches.map(({ refusal }) => refusal?.hint ?? null)).toEqual([
      null,
      null,
      "patch 2 is left out, and this one may build on that",
      "patches 2, 3 are left out, and this one may build on that",
    ]);
    const [first] = (await judge([misfit, leak])).patches;
    expect(first?.refusal?.hint).toMatch(/hunkbox base/);
  });

  it("of commits is a whole with those that do not build: the last one counts", async () => {
    const base = await referenceBase();
    const [leak, , typo] = queue as [QueueItem, QueueItem, QueueItem, QueueItem];
    const { before } = await referenceViews();
    const broken = withEdit(before, GNTDEV, "\tkfree(map->grants);\n", "");
    const misspelt = withEdit(broken, GNTDEV, "kfree(map->map_ops);", "kfree(map->map_op);");
    const mend = await item(mailBetween(misspelt, before, "mend both"));
    const on = (one: QueueItem, ...others: readonly QueueItem[]): QueueItem => ({
      ...one,
      base: async () =>
        stackBase(
          base,
          others.flatMap(({ patches }) => patches),
        ),
    });
    const commits = [on(leak), on(typo, leak), on(mend, leak, typo)];
    const { patches, whole } = makeGateReport(await judge(commits), NO_POLICY, "2026-11-23");
    expect(patches.map(({ exitCode }) => exitCode)).toEqual([1, 3, 3]);
    expect(whole).toMatchObject({ exitCode: 0, title: "3 patches as one" });
  });

  it("is also judged as a whole", () => {
    const { whole, exitCode } = makeGateReport(judgement, NO_POLICY, "2026-11-23");
    // what is left mends what it broke
    expect(whole).toMatchObject({ exitCode: 0, number: 0, findings: [], title: "2 patches as one" });
    expect(exitCode).toBe(2);
  });

  it("keeps the traces of what findings are first seen in, and the pages that they show", () => {
    const [first] = judgement.patches;
    expect(first!.traces.length).toBeGreaterThan(0);
    for (const { rows, scenario } of first!.traces) {
      expect(rows[0]?.before).toMatch(/^step 1: {"do":/);
      expect(SCENARIOS).toContain(scenario);
    }
  });

  it("has what callers pay counted, by one of its parts", async () => {
    const [leak] = judgement.patches;
    expect(leak!.configs[0]!.costs!.length).toBeGreaterThan(50);
    const other = await judge([queue[0]!], { index: 2, of: 3 });
    expect(other.patches[0]!.configs[0]!.costs).toBeNull();
  });

  it("is the same in parts", async () => {
    const parts = await Promise.all([2, 3, 1].map((index) => judge(queue, { index, of: 3 })));
    expect(mergeJudgements(parts)).toEqual(mergeJudgements([judgement]));
  });
});

it("does not go on about one patch as a whole", async () => {
  expect((await judge([queue[0]!])).whole).toBeNull();
});
