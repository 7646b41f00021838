// SPDX-License-Identifier: GPL-2.0-only
import { expect, it } from "vitest";
import type { Build } from "../../harness/compile/build-side.ts";
import type { Guest } from "../../harness/guest/guest.ts";
import { missingName, missingStep } from "../../harness/scenario/missing-step.ts";
import type { Scenario } from "../../harness/scenario/scenario-schema.ts";
import { scenarioOf } from "./guests.ts";

/** A kernel with these entry points, and /dev/xen/gntdev. */
const kernelWith = (...entries: readonly string[]): Pick<Guest, "has" | "hasDevice" | "build"> => ({
  build: { texts: new Map(entries.map((name) => ["a.c", `${name}();`])) } as unknown as Build,
  has: (name: string) => entries.includes(name),
  hasDevice: (name: string) => name === "xen/gntdev",
});

const scenario = (step: object, over: Partial<Scenario> = {}): Scenario => ({
  ...scenarioOf([step]),
  ...over,
});

it("a step is missed with the kernel function that it calls", () => {
  const map = scenario({ do: "api-map", ops: [{ domain: 1, ref: 8, page: "lowmem" }] });
  expect(missingStep(map, kernelWith("hb_map_refs"))).toBeNull();
  expect(missingStep(map, kernelWith())).toEqual({ do: "api-map", function: "gnttab_map_refs" });
});

it("a device that nobody registers is no function that is missing", () => {
  const open = scenario({ do: "open", file: "f" });
  expect(missingStep(open, kernelWith())).toBeNull();
  expect(missingStep(scenario({ do: "open", file: "f", device: "xen/gone" }), kernelWith())).toEqual({
    do: "open",
    function: null,
    device: "xen/gone",
  });
});

it("a scenario may ask for a function that none of its steps calls", () => {
  const needs = scenario({ do: "kmap-flush" }, { needs: "m2p_add_override" });
  expect(missingName(needs, kernelWith("m2p_add_override"))).toBeNull();
  expect(missingName(needs, kernelWith())).toBe("m2p_add_override");
});
