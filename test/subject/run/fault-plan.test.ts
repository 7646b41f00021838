// SPDX-License-Identifier: GPL-2.0-only
import { beforeAll, describe, expect, it } from "vitest";
import type { Guest } from "../../../harness/guest/guest.ts";
import { domid, lin } from "../../../harness/machine/units.ts";
import { runScenario } from "../../../harness/scenario/run-scenario.ts";
import { FaultPlan } from "../../../harness/subject/run/fault-plan.ts";
import type { RunRecord } from "../../../harness/subject/run/run-record.ts";
import { ARGS, Bench } from "../../hypervisor/bench.ts";
import { buildGuests, type Guests, scenarioOf } from "../../scenario/guests.ts";

let guests: Guests;

beforeAll(async () => {
  guests = await buildGuests(["x86_64"]);
});

function run(...steps: object[]): RunRecord {
  const scenario = scenarioOf([{ do: "grant", domain: 1, ref: 8, frame: 0 }, ...steps]);
  return runScenario(guests.get("x86_64", "before", scenario), scenario, { stacks: "none", probes: false });
}

const OPEN = { do: "open", file: "f" };
const MAP = { do: "map-grant-ref", file: "f", grants: [[1, 8]], map: "m" };
const fail = (point: string, nth = 1): object => ({ do: "fail", point, nth });

describe("the faults of a run", () => {
  it("are all in its record, each with its step and whether it struck", () => {
    const { faults, events } = run(
      { do: "fail-op", op: "map_grant_ref", nth: 1, status: -1 },
      { do: "fail-hypercall", call: "mmu_update", nth: 5, ret: -22 },
      fail("kmalloc", 2),
      OPEN,
      MAP,
    );
    expect(faults).toMatchObject([
      { step: 1, what: "op map_grant_ref", nth: 1, struckAt: -1 },
      { step: 2, what: "call mmu_update", nth: 5, struckAt: -1 },
      { step: 3, what: "kmalloc", nth: 2 },
    ]);
    expect(events[faults[2]!.struckAt]).toMatchObject({ kind: "alloc", lin: 0 });
  });

  it("name the event that they are forced upon", () => {
    const { faults, forced, events } = run(
      ...[OPEN, MAP, { do: "fail-hypercall", call: "grant_table_op", op: "map_grant_ref", nth: 1, ret: -14 }],
      { do: "mmap", map: "m" },
    );
    expect(faults).toMatchObject([{ step: 3, what: "call grant_table_op/map_grant_ref" }]);
    expect([...forced]).toEqual([faults[0]!.struckAt]);
    expect(events[faults[0]!.struckAt]).toMatchObject({ kind: "hypercall", ret: -14 });
  });

  it("come after the requests of a list that are done before", () => {
    const bench = new Bench();
    const { trace } = bench.machine;
    const guest = { hypervisor: bench.hv, trace, faults: { onUse: null } } as unknown as Guest;
    const plan = new FaultPlan(guest);
    plan.failHypercall(0, "mmu_update", undefined, 1, -22, 1);
    for (const [i, page] of [0, 1].entries()) {
      bench.put64(ARGS + 16 * i, bench.pteMa(page));
      bench.put64(ARGS + 16 * i + 8, bench.hv.frontendMfn(domid(0), 0) * 4096 + 0x61);
    }
    expect(bench.hv.mmuUpdate(ARGS, 2, lin(0), 0x7ff0)).toBe(-22);
    expect(trace.events.map(({ kind }) => kind)).toEqual(["pte-write", "hypercall"]);
    expect([...plan.forced]).toEqual([1]);
    expect(plan.planned()).toMatchObject([{ struckAt: 1 }]);
  });

  it("are those of one run alone", () => {
    run(fail("kmalloc", 9));
    expect(run(OPEN).faults).toEqual([]);
  });
});

describe("a kernel function that fails by its name", () => {
  it("returns its error, and the run has an event that says so", () => {
    const { faults, events, outcomes } = run(fail("mmu_notifier_register"), OPEN);
    expect(events[faults[0]!.struckAt]).toEqual({ kind: "fault", point: "mmu_notifier_register" });
    expect(outcomes.at(-1)?.value).toBe(-12);
  });

  it("is not reached where the base has no such service", () => {
    const { faults, outcomes } = run(fail("vm_map_pages_zero"), OPEN);
    expect(faults).toEqual([{ step: 1, what: "vm_map_pages_zero", nth: 1, struckAt: -1 }]);
    expect(outcomes.at(-1)?.value).toBe(0);
  });

  it("is counted from the step that plans it, and fails once", () => {
    const second = { ...OPEN, file: "g" };
    const { outcomes } = run(
      OPEN,
      fail("get_task_mm", 2),
      second,
      { ...OPEN, file: "h" },
      { ...OPEN, file: "i" },
    );
    expect(outcomes.slice(-3).map(({ value }) => value)).toEqual([0, -12, 0]);
  });
});
