// SPDX-License-Identifier: GPL-2.0-only

import { describe, expect, it } from "vitest";
import { ApplyError } from "../../harness/base/apply-error.ts";
import type { Base } from "../../harness/base/base.ts";
import { makeViews } from "../../harness/base/make-views.ts";
import { projectRoot } from "../../harness/base/project-root.ts";
import { openCache } from "../../harness/build/cache.ts";
import { INSTRUMENTED } from "../../harness/build/flavour.ts";
import { type CheckResult, checkPatch } from "../../harness/judge/check-patch.ts";
import type { Finding } from "../../harness/judge/finding.ts";
import { parseSeries } from "../../harness/patch/parse-series.ts";
import { loadCatalogue } from "../../harness/scenario/load-catalogue.ts";
import { type ExpectedFinding, type ExpectedPatch, expectedPatches } from "./expected-patch.ts";
import { openKernel } from "./open-kernel.ts";

/**
 * All patches of ours, checked on one kernel as `hunkbox check --debian` does it, in one configuration. One is judged
 * while others are compiled.
 *
 * @param like the kernel that the patches were made for, if it is another one: those that do not apply are left out
 */
export async function describeKernel(version: string, like = version): Promise<void> {
  const kernel = await openKernel(version);
  if ("missing" in kernel) {
    describe.skip(`linux ${version}, which cannot be had: ${kernel.missing}`, () => {
      it("judges patches", () => {});
    });
    return;
  }
  const { base } = kernel;
  const all = {
    bug: await fitting(base, expectedPatches("bug", like), like === version),
    harmless: await fitting(base, expectedPatches("harmless", like), like === version),
  };

  describe.concurrent.each(all.bug)(`linux ${version}: a bug, $name`, (patch) => {
    const forwards = once(() => checkOn(base, patch, false));
    // after it, since both need the same modules
    const reverse = once(async () => {
      await forwards();
      return await checkOn(base, patch, true);
    });

    expectThat("fails", patch.unseen, async () => {
      const { verdict } = await forwards();
      expect(verdict, verdict.line).toMatchObject({ name: "fail", exitCode: 1 });
    });

    for (const expected of patch.findings) {
      const { invariant, file, function: name, code } = expected;
      const missed = patch.unseen ?? expected.missed;
      expectThat(`regresses ${invariant} in ${name}`, missed, async () => {
        const places = findingsOf(await forwards(), "regressed", invariant).map(({ place }) => place);
        // another kernel may put it in other words
        const text = like === version ? code : "";
        const place = { file, function: name, code: expect.stringContaining(text) };
        expect(places).toContainEqual(expect.objectContaining(place));
      });
    }

    for (const { invariant, notFixed } of distinct(patch)) {
      expectThat(`shows ${invariant} as fixed when it is taken back`, patch.unseen ?? notFixed, async () => {
        const result = await reverse();
        expect(findingsOf(result, "fixed", invariant)).not.toEqual([]);
        expect(findingsOf(result, "regressed", invariant)).toEqual([]);
      });
    }

    expectThat("passes when it is taken back", patch.reverseFails, async () => {
      const { verdict } = await reverse();
      expect(verdict, verdict.line).toMatchObject({ name: "pass", exitCode: 0 });
    });
  });

  describe.concurrent(`linux ${version}: a harmless patch gives no finding`, () => {
    it.each(all.harmless)("$name", async (patch) => {
      const { verdict, configs } = await checkOn(base, patch, false);
      const findings = configs.flatMap((config) => config.findings);
      expect(findings.filter((one) => one.class !== "pre-existing")).toEqual([]);
      expect(verdict, verdict.line).toMatchObject({ name: "pass", exitCode: 0 });
    });
  });
}

/** The patches that a kernel takes; all, if they were made for it. */
async function fitting(
  base: Base,
  patches: readonly ExpectedPatch[],
  all: boolean,
): Promise<readonly ExpectedPatch[]> {
  if (all) return patches;
  const fits = await Promise.all(
    patches.map(async ({ name, text }) => {
      const series = await parseSeries(Buffer.from(text), `${name}.patch`);
      try {
        makeViews(base, series.patches, false);
        return true;
      } catch (error) {
        if (error instanceof ApplyError) return false;
        throw error;
      }
    }),
  );
  return patches.filter((_patch, i) => fits[i]);
}

const catalogue = loadCatalogue();
const cache = openCache(projectRoot());

async function checkOn(
  base: Base,
  { name, text, scenarios }: ExpectedPatch,
  reverse: boolean,
): Promise<CheckResult> {
  const { patches } = await parseSeries(Buffer.from(text), `${name}.patch`);
  return await checkPatch({
    base,
    patches,
    reverse,
    configs: ["x86_64"],
    scenarios: catalogue.filter(({ id }) => scenarios.length === 0 || scenarios.includes(id)),
    flavours: INSTRUMENTED,
    cache,
    progress: () => {},
  });
}

function findingsOf({ configs }: CheckResult, kind: Finding["class"], invariant: string): Finding[] {
  const findings = configs.flatMap((config) => config.findings);
  return findings.filter((one) => one.class === kind && one.invariant === invariant);
}

/** One expected finding of each invariant. */
const distinct = ({ findings }: ExpectedPatch): ExpectedFinding[] => [
  ...new Map(findings.map((one) => [one.invariant, one])).values(),
];

/** A test that is known to fail, if there is a reason; it tells when the reason is gone. */
function expectThat(title: string, missed: string | undefined, test: () => Promise<void>): void {
  if (missed === undefined) it(title, test);
  else it.fails(`${title} (not yet: ${missed})`, test);
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
