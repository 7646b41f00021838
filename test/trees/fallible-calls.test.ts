// SPDX-License-Identifier: GPL-2.0-only

import { describe, expect, it } from "vitest";
import { makeViews } from "../../harness/base/make-views.ts";
import { buildSide } from "../../harness/compile/build-side.ts";
import { openCache } from "../../harness/compile/cache/open-cache.ts";
import { Workshop } from "../../harness/compile/cache/workshop.ts";
import { sliceTree } from "../../harness/compile/tree/slice-tree.ts";
import { preprocessTree, TREE_RUNTIME } from "../../harness/compile/tree/tree-source.ts";
import { initConsole } from "../../harness/guest/console.ts";
import { Guest } from "../../harness/guest/guest.ts";
import { faultPlaces } from "../../harness/scenario/fault-places.ts";
import { loadCatalogue } from "../../harness/scenario/load-catalogue.ts";
import { machineParams } from "../../harness/scenario/machine-params.ts";
import { DRIVEN } from "../support/driven.ts";
import { openKernel } from "./open-kernel.ts";

/** The names by which the runtime's services ask whether they are to fail. */
const ASKED = /(?<=hb_fault_point\(hb_lin\(")\w+(?="\)\))/g;

const DRIVERS = ["drivers/xen/gntdev.c", "drivers/xen/grant-table.c"];

describe.each(["6.1", "6.12"])("linux %s", async (version) => {
  const kernel = await openKernel(version);
  it.skipIf("missing" in kernel)("calls everything that can fail in the flows of the sweep", async () => {
    if ("missing" in kernel) return;
    const { after: view } = makeViews(kernel.base, [], false);
    const workshop = await Workshop.open(openCache(), DRIVEN);
    const { units } = await preprocessTree(workshop, "x86_64", view);
    const points = new Set(units.get(TREE_RUNTIME)!.text.match(ASKED) ?? []);
    const { slices } = sliceTree(units, new Map(), new Map(), DRIVEN);
    const called = new Set(
      DRIVERS.flatMap((path) => [...slices.get(path)!.undefinedFunctions, ...slices.get(path)!.cut])
        .map(({ name }) => name)
        .filter((name) => points.has(name)),
    );
    expect([...called]).toContain("mmu_interval_notifier_insert_locked");

    await initConsole();
    const build = await buildSide(workshop, "x86_64", "plain", "after", view);
    const flows = loadCatalogue().filter(({ sweep }) => sweep);
    const reached = flows.flatMap((flow) => faultPlaces(flow, new Guest(build, machineParams(flow))));
    const names = new Set(reached.map(({ point }) => point));
    expect([...called].filter((name) => !names.has(name))).toEqual([]);
  });
});
