// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import type { View } from "../../harness/base/view.ts";
import { loadCatalogue } from "../../harness/scenario/load-catalogue.ts";
import { whatToRun } from "../../harness/scenario/what-to-run.ts";

const GNTDEV = "drivers/xen/gntdev.c";
const PRIVCMD = "drivers/xen/privcmd.c";
const P2M = "arch/x86/xen/p2m.c";

const catalogue = loadCatalogue();

/** A kernel with these files, of which a patch touches some. */
function patchOf(touched: readonly string[], files: readonly string[]): Parameters<typeof whatToRun>[0] {
  const view = { read: (path: string) => (files.includes(path) ? "" : null) } as unknown as View;
  return { touched, before: view, after: view };
}

const subjects = (touched: readonly string[], files = [GNTDEV, PRIVCMD, P2M]): string[] => [
  ...new Set(whatToRun(patchOf(touched, files), catalogue, false).scenarios.map(({ subject }) => subject)),
];

describe("what is run", () => {
  it("are the scenarios of what a patch concerns", () => {
    expect(subjects([GNTDEV])).toEqual(["gntdev"]);
    expect(subjects([PRIVCMD])).toEqual(["privcmd"]);
    expect(new Set(subjects([P2M]))).toEqual(new Set(["gntdev", "grants", "privcmd"]));
  });

  it("is nothing of a driver that the kernel does not have", () => {
    expect(new Set(subjects([P2M], [GNTDEV, P2M]))).toEqual(new Set(["gntdev", "grants"]));
  });

  it("leaves out what opens the device of a driver that is not concerned", () => {
    const run = (touched: readonly string[]): string[] =>
      whatToRun(patchOf(touched, [GNTDEV, PRIVCMD, P2M]), catalogue, false).scenarios.map(({ id }) => id);
    expect(run([P2M])).toContain("privcmd-with-gntdev");
    expect(run([PRIVCMD])).not.toContain("privcmd-with-gntdev");
  });

  it("is what was asked for by name, whatever the patch concerns, and its driver is driven", () => {
    const chosen = catalogue.filter(({ id }) => id === "privcmd-hypercall");
    const { scenarios, driven } = whatToRun(patchOf([GNTDEV], [GNTDEV, PRIVCMD, P2M]), chosen, true);
    expect(scenarios).toEqual(chosen);
    expect(driven).toEqual(expect.arrayContaining([GNTDEV, PRIVCMD, P2M]));
  });

  it("drives no driver that it does not concern", () => {
    const { driven } = whatToRun(patchOf([GNTDEV], [GNTDEV, PRIVCMD, P2M]), catalogue, false);
    expect(driven).toContain(GNTDEV);
    expect(driven).not.toContain(PRIVCMD);
  });
});
