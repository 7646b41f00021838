// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Base } from "../../harness/base/base.ts";
import { miniatureBase, REFERENCE_PATCH } from "../../harness/base/miniature-base.ts";
import { projectRoot } from "../../harness/base/project-root.ts";
import { openCache } from "../../harness/compile/cache/open-cache.ts";
import { INSTRUMENTED } from "../../harness/compile/flavour.ts";
import { type CheckResult, checkPatch } from "../../harness/judge/check-patch.ts";
import { CONFIGS, type ConfigName } from "../../harness/machine/config.ts";
import { parseSeries } from "../../harness/patch/parse-series.ts";
import type { Series } from "../../harness/patch/series.ts";
import { jsonReport } from "../../harness/report/json-report.ts";
import { loadCatalogue } from "../../harness/scenario/load-catalogue.ts";

/** The text of the reference patch, as it came by mail. */
export const referenceText = (): string => readFileSync(join(projectRoot(), REFERENCE_PATCH), "utf8");

export const parse = (text: string): Promise<Series> => parseSeries(Buffer.from(text), "test.mbox");

export async function referenceBase(): Promise<Base> {
  return miniatureBase((await parse(referenceText())).patches[0]!, openCache());
}

/** What a test may choose. */
export interface TestCheck {
  /** The miniature by default. */
  readonly base?: Base;
  readonly reverse?: boolean;
  readonly configs?: readonly ConfigName[];
  /** Ids of scenarios; all by default. */
  readonly scenarios?: readonly string[];
  /** Leave out the instrumented modules. */
  readonly plain?: boolean;
  /** Count what callers pay as well. */
  readonly costs?: boolean;
}

/** Checks a mail on the miniature, or another base, as `hunkbox check` does. */
export async function checkText(text: string, options: TestCheck = {}): Promise<CheckResult> {
  const series = await parse(text);
  const { scenarios: ids } = options;
  const catalogue = loadCatalogue();
  return await checkPatch({
    base: options.base ?? (await referenceBase()),
    patches: series.patches,
    reverse: options.reverse ?? false,
    configs: options.configs ?? CONFIGS,
    scenarios: ids === undefined ? catalogue : ids.map((id) => catalogue.find((one) => one.id === id)!),
    scenariosChosen: ids !== undefined,
    costs: options.costs === true,
    flavours: options.plain === true ? [] : INSTRUMENTED,
    cache: openCache(),
    progress: () => {},
  });
}

/** A report without what names the patch itself: equal for two patches that do the same. */
export async function behaviour(result: CheckResult): Promise<string> {
  const report = JSON.parse(jsonReport(result, await parse(referenceText()), false, "test")) as Record<
    string,
    unknown
  >;
  delete report.patch;
  const withoutLine = (value: unknown): unknown =>
    typeof value === "string" ? value.replace(/:\d+:\d+\)/, ")") : value;
  return JSON.stringify(
    report,
    (key, value: unknown) => (key === "line" || key === "hunk" ? undefined : withoutLine(value)),
    1,
  );
}
