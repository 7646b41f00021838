// SPDX-License-Identifier: GPL-2.0-only
import { beforeAll, describe, expect, it } from "vitest";
import type { GateTables, GateTrace } from "../../../harness/gate/gate-report.ts";
import { gateTraces } from "../../../harness/gate/traces/gate-traces.ts";
import { loadCatalogue } from "../../../harness/scenario/load-catalogue.ts";
import { checkText, referenceText } from "../../support/check.ts";

const IDS = ["api-map-one", "user-map-one-page"];
let traces: readonly GateTrace[];
let request: Parameters<typeof gateTraces>[0];
const runs = IDS.map((scenario) => ({ config: "x86_64", scenario, step: 1 }) as const);

beforeAll(async () => {
  const result = await checkText(referenceText(), { scenarios: IDS, configs: ["x86_64"] });
  request = { ...result, scenarios: loadCatalogue(), reverse: false };
  traces = gateTraces(request, { examples: [runs[0]!], others: [runs[1]!] });
});

/** What an entry shows at the end of a trace's row. */
function frameAt({ entries, changes, frames }: GateTables, side: string, name: string, row: number): number {
  const entry = entries.findIndex((one) => one.name.startsWith(name));
  const last = changes.findLast((one) => one.side === side && one.entry === entry && one.row <= row);
  return last === undefined || last.frame === -1 ? -1 : frames[last.frame]!.mfn;
}

describe("the trace of a run", () => {
  it("has the rows and the steps of its scenario, as somebody would write them", () => {
    const [{ rows }] = traces as [GateTrace];
    const steps = rows.filter(({ step }) => step > 0);
    expect(steps.map(({ step }) => step)).toEqual(steps.map((_, i) => i + 1));
    expect(steps[0]!.before).toMatch(/^step 1: \{"do":"grant"/);
    expect(steps.at(-1)!.before).toMatch(/: teardown$/);
  });

  it("knows what each entry shows at each row, as the event of that row says", () => {
    for (const { rows, tables } of traces)
      for (const [i, { before, after }] of rows.entries())
        for (const [side, text] of [
          ["before", before],
          ["after", after],
        ] as const) {
          const [, area, address, low] =
            /: (user|direct map|pkmap) entry of (0x[0-9a-f]+): 0x[0-9a-f]+ -> (0x[0-9a-f]+)$/.exec(
              text ?? "",
            ) ?? [];
          if (low === undefined) continue;
          const value = BigInt(low);
          const wanted = (value & 1n) === 0n ? -1 : Number((value >> 12n) & 0xff_ffff_ffffn);
          expect(frameAt(tables, side, `${area} ${address}`, i), text!).toBe(wanted);
        }
  });

  it("has an entry of one side for the other as well, as it was left there", () => {
    const { tables, rows } = traces[0]!;
    const names = tables.entries.map(({ name }) => name);
    expect(names.some((name) => name.startsWith("direct map 0x"))).toBe(true);
    for (const name of names)
      for (const side of ["before", "after"])
        expect(
          tables.changes.some(
            (one) => one.row === -1 && one.side === side && tables.entries[one.entry]!.name === name,
          ),
        ).toBe(true);
    // the old kernel clears its entry of a granted page, and the new one shows the frame there
    const ends = ["before", "after"].map((side) =>
      rows.some((_, i) => frameAt(tables, side, "direct map", i) !== -1),
    );
    expect(ends).toEqual([false, true]);
  });

  it("knows whose each frame is, and counts the grants that are mapped until none is", () => {
    for (const { tables } of traces) {
      const foreign = tables.frames.filter(({ isForeign }) => isForeign);
      expect(foreign.map(({ owner }) => owner)).toContain("domain 1");
      for (const side of ["before", "after"]) {
        const counts = tables.grants.filter((one) => one.side === side).map(({ mapped }) => mapped);
        expect(Math.max(...counts)).toBe(side === "before" ? 1 : 2);
        expect(counts.at(-1)).toBe(0);
      }
    }
  });

  it("is left out where a report has no room, what is no example first", () => {
    const many = { examples: [runs[1]!], others: Array.from({ length: 2000 }, () => runs[0]!) };
    const made = gateTraces(request, many);
    expect(made[0]!.scenario).toBe(IDS[1]);
    expect(made.length).toBeLessThan(2000);
    const text = (some: readonly GateTrace[]): number =>
      some
        .flatMap(({ rows }) => rows)
        .reduce((sum, { before, after }) => sum + 120 + (before ?? "").length + (after ?? "").length, 0);
    expect(text(made)).toBeGreaterThanOrEqual(8_000_000);
    expect(text(made.slice(0, -1))).toBeLessThan(8_000_000);
  });
});
