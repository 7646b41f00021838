// SPDX-License-Identifier: GPL-2.0-only
import { beforeAll, describe, expect, it } from "vitest";
import type { SideName } from "../../harness/base/make-views.ts";
import { coveredPlaces, placeKey } from "../../harness/scenario/covered-places.ts";
import { faultPlaces } from "../../harness/scenario/fault-places.ts";
import { flowOf } from "../../harness/scenario/flow-of.ts";
import { loadCatalogue } from "../../harness/scenario/load-catalogue.ts";
import { runScenario } from "../../harness/scenario/run-scenario.ts";
import type { Scenario } from "../../harness/scenario/scenario-schema.ts";
import { sweepScenarios } from "../../harness/scenario/sweep-scenarios.ts";
import { buildGuests, type Guests, scenarioOf } from "./guests.ts";

let guests: Guests;

beforeAll(async () => {
  guests = await buildGuests(["x86_64"]);
});

const sweep = async (scenarios: readonly Scenario[], ...sides: SideName[]): Promise<Scenario[]> =>
  await sweepScenarios(scenarios, (flow) => sides.map((side) => guests.get("x86_64", side, flow)));

const flow = (...steps: object[]): Scenario => ({ ...scenarioOf(steps), id: "flow", sweep: true });
const ids = (scenarios: readonly Scenario[]): string[] => scenarios.map(({ id }) => id);

describe("the sweep", () => {
  it("has a scenario for each call that can fail, by step and by use", async () => {
    const found = await sweep([flow({ do: "open", file: "f" }, { do: "open", file: "g" })], "before");
    expect(ids(found)).toEqual([
      "flow+open-1+get_task_mm-1",
      "flow+open-1+mmu_notifier_register-1",
      "flow+open-2+get_task_mm-1",
      "flow+open-2+mmu_notifier_register-1",
    ]);
  });

  it("takes what either side reaches, once", async () => {
    const scenario = flow(
      { do: "grant", domain: 1, ref: 8, frame: 0 },
      { do: "grant", domain: 1, ref: 9, frame: 1 },
      { do: "open", file: "other" },
      {
        do: "map-grant-ref",
        file: "other",
        grants: [
          [1, 8],
          [1, 9],
        ],
        map: "m",
      },
      { do: "mmap", map: "m" },
    );
    const [before, after] = [await sweep([scenario], "before"), await sweep([scenario], "after")];
    const both = ids(await sweep([scenario], "before", "after"));
    expect(ids(before)).not.toEqual(ids(after));
    expect(new Set(both)).toEqual(new Set([...ids(before), ...ids(after)]));
    expect(new Set(both).size).toBe(both.length);
  });

  it("leaves out what the catalogue strikes already", async () => {
    const found = await sweep([flow({ do: "open", file: "f" })], "before");
    expect(ids(found)).not.toContain("flow+open-1+kmalloc-1");
    expect(loadCatalogue().map(({ id }) => id)).toContain("fault-kmalloc-open");
  });

  it("leaves out what an earlier flow of the catalogue reaches by the same steps", async () => {
    const flows = loadCatalogue().filter((one) => one.sweep);
    const found = ids(await sweep(flows, "before"));
    expect(found.filter((id) => id.includes("+open-3+get_task_mm-1"))).toHaveLength(1);
    expect(ids(await sweep(flows.slice(1), "before"))).toEqual(
      found.filter((id) => flowOf(id) !== flows[0]!.id),
    );
  });

  it("passes over what is no flow", async () => {
    expect(await sweep([{ ...flow({ do: "open", file: "f" }), sweep: false }], "before")).toEqual([]);
  });

  it("derives scenarios whose fault strikes in the step before which it stands", async () => {
    const flows = loadCatalogue().filter((one) => one.sweep);
    const derived = await sweep(flows, "before");
    expect(derived.length).toBeGreaterThan(8);
    for (const scenario of derived) {
      const guest = guests.get("x86_64", "before", scenario);
      const { faults, outcomes } = runScenario(guest, scenario, { stacks: "none", probes: false });
      const [fault] = faults;
      expect(fault?.struckAt, scenario.id).toBeGreaterThan(outcomes[fault!.step + 1]!.firstEvent);
      const end = outcomes[fault!.step + 2]?.firstEvent ?? Number.POSITIVE_INFINITY;
      expect(fault?.struckAt, scenario.id).toBeLessThan(end);
    }
  });
});

describe("the flows of the catalogue", async () => {
  const flows = loadCatalogue().filter((one) => one.sweep);

  it("call every entry point of the driver", async () => {
    const verbs = new Set(flows.flatMap(({ steps }) => steps.map((step) => step.do)));
    for (const verb of [
      ...["open", "map-grant-ref", "mmap", "set-unmap-notify", "get-offset", "grant-copy", "munmap"],
      ...["unmap-grant-ref", "close"],
    ])
      expect(verbs).toContain(verb);
  });

  it("reach every service of the runtime that can fail", async () => {
    const reached = flows.flatMap((one) => faultPlaces(one, guests.get("x86_64", "before", one)));
    const names = new Set(reached.map(({ point }) => point));
    for (const name of [
      ...["get_task_mm", "mmu_notifier_register", "apply_to_page_range", "find_vma"],
      ...["alloc_xenballooned_pages", "lookup_address", "set_phys_to_machine"],
      ...["kmalloc", "balloon", "copy_from_user", "copy_to_user"],
    ])
      expect(names).toContain(name);
  });
});

describe("what scenarios strike", async () => {
  it("is known by the step that follows the fault", async () => {
    const scenario = scenarioOf([
      { do: "fail", point: "kmalloc", nth: 3 },
      { do: "open", file: "f" },
      { do: "fail", point: "kmalloc", nth: 1 },
    ]);
    expect([...coveredPlaces([scenario])]).toEqual([placeKey("open", { point: "kmalloc", nth: 3 })]);
  });
});
