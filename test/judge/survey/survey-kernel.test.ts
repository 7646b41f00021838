// SPDX-License-Identifier: GPL-2.0-only
import { beforeAll, describe, expect, it } from "vitest";
import { openCache } from "../../../harness/compile/cache/open-cache.ts";
import type { KernelSurvey } from "../../../harness/judge/survey/kernel-survey.ts";
import { surveyKernel } from "../../../harness/judge/survey/survey-kernel.ts";
import { surveyReport } from "../../../harness/report/inspect/survey-report.ts";
import { makeScreen } from "../../../harness/report/screen.ts";
import { loadCatalogue } from "../../../harness/scenario/load-catalogue.ts";
import { referenceBase } from "../../support/check.ts";
import { expectGolden } from "../../support/golden.ts";

describe("a survey of the miniature", () => {
  let survey: KernelSurvey;
  beforeAll(async () => {
    survey = await surveyKernel({
      base: await referenceBase(),
      configs: ["x86_64", "x86_32-pae-highmem"],
      scenarios: loadCatalogue(),
      cache: openCache(),
      progress: () => {},
    });
  });

  it("runs most of what applies, of each subject that is there", () => {
    for (const { subject, ran, applicable, unavailable } of survey.subjects) {
      if (unavailable !== null) continue;
      expect(applicable, subject).toBeGreaterThan(10);
      expect(ran / applicable, subject).toBeGreaterThan(0.9);
    }
  });

  it("names a driver that is not there by its file", () => {
    const privcmd = survey.subjects.find(({ subject }) => subject === "privcmd");
    expect(privcmd).toMatchObject({
      ran: 0,
      applicable: 0,
      unavailable: "this kernel has no drivers/xen/privcmd.c",
    });
  });

  it.each([80, 160])("is told as in the golden file, %i columns wide", (width) => {
    expectGolden(`report/survey-${width}.txt`, surveyReport(survey, makeScreen(width, false)));
  });
});
