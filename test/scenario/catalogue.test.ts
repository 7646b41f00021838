// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it, test } from "vitest";
import { loadCatalogue } from "../../harness/scenario/load-catalogue.ts";
import { LEVELS } from "../../harness/scenario/scenario-schema.ts";
import { type Step, stepSchema } from "../../harness/subject/step-kinds.ts";

const catalogue = loadCatalogue();
const steps = catalogue.flatMap((scenario) => scenario.steps);
const by = <Verb extends Step["do"]>(verb: Verb) =>
  steps.filter((step): step is Extract<Step, { do: Verb }> => step.do === verb);

describe("the catalogue", () => {
  it("has names of its own for ids and titles", () => {
    for (const key of ["id", "title", "story"] as const) {
      const values = catalogue.map((scenario) => scenario[key]);
      expect(new Set(values).size, key).toBe(values.length);
    }
  });

  it("has scenarios of every level", () => {
    expect(new Set(catalogue.map(({ level }) => level))).toEqual(new Set(LEVELS));
  });

  it("uses every step there is", () => {
    const verbs = stepSchema.options.map((option) => option.entries.do.literal);
    expect(verbs.filter((verb) => !steps.some((step) => step.do === verb))).toEqual([]);
  });

  it("makes every kind of fault", () => {
    expect(new Set(by("fail").map(({ point }) => point)).size).toBe(6);
    expect(new Set(by("fail-op").map(({ op }) => op)).size).toBe(3);
    expect(new Set(by("fail-hypercall").map(({ op, call }) => op ?? call))).toEqual(
      new Set(["map_grant_ref", "unmap_grant_ref", "send", "mmu_update", "dm_op"]),
    );
  });

  test.each([
    ["map-op"],
    ["kernel-map-op"],
    ["unmap-op"],
    ["kernel-unmap-op"],
    ["kernel-map-hypercall"],
    ["kernel-unmap-hypercall"],
    ["balloon"],
    ["p2m-map"],
    ["p2m-unmap"],
    ["lookup-map"],
    ["lookup-unmap"],
  ])("strikes with %s at the first, a middle and the last page", (fault) => {
    const ids = new Set(catalogue.map(({ id }) => id));
    for (const place of ["first", "middle", "last"]) expect(ids).toContain(`fault-${fault}-${place}-page`);
  });
});

describe("each scenario", () => {
  it("opens with a story of whole sentences", () => {
    for (const { id, story, title } of catalogue) {
      expect(story, id).toMatch(/^[A-Za-z3_].{60,}\.$/s);
      expect(story, id).not.toMatch(/!|\s\s/);
      expect(title, id).not.toMatch(/[.!]$/);
    }
  });

  it("names the configuration with highmem alone if it needs highmem pages", () => {
    for (const { id, steps, configs } of catalogue) {
      if (/"(?:ordinary|page)":"highmem"/.test(JSON.stringify(steps))) {
        expect(configs, id).toEqual(["x86_32-pae-highmem"]);
      }
    }
  });

  it("leaves lazy MMU mode as often as it enters it", () => {
    for (const { id, steps } of catalogue) {
      const modes = steps.flatMap((step) => (step.do === "lazy-mmu" ? [step.enter] : []));
      expect(modes.filter((enter) => enter).length, id).toBe(modes.length / 2);
    }
  });
});
