// SPDX-License-Identifier: GPL-2.0-only
import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeViews } from "../../harness/base/make-views.ts";
import { projectRoot } from "../../harness/base/project-root.ts";
import { parseSeries } from "../../harness/patch/parse-series.ts";
import { loadCatalogue } from "../../harness/scenario/load-catalogue.ts";
import type { Change, Ground } from "./change.ts";
import { loadChanges, patchText } from "./load-changes.ts";
import { openSubjects } from "./subject.ts";

const changes = loadChanges();
const folderOf = ({ path }: Change): string => basename(dirname(path));
const namesOf = (isOne: (change: Change) => boolean): string[] =>
  changes.filter(isOne).map(({ name }) => name);

describe("the changes", () => {
  it("have a patch of one mail for all that they are made for", async () => {
    for (const change of changes) {
      for (const ground of change.on) {
        const { patches } = await parseSeries(Buffer.from(patchText(change, ground)), change.name);
        expect(patches, change.name).toHaveLength(1);
      }
    }
  });

  it("say what names the mistake, if they make one that can be seen", () => {
    const isSeen = ({ kind }: Change): boolean => kind === "bug" || kind === "fix";
    expect(namesOf((one) => isSeen(one) !== one.findings.length > 0)).toEqual([]);
  });

  it("say why, where other exit codes than the usual ones are right", () => {
    expect(namesOf(({ why, exit }) => (why === undefined) !== (exit === undefined))).toEqual([]);
  });

  it("name scenarios that there are", () => {
    const ids = new Set(loadCatalogue().map(({ id }) => id));
    expect(namesOf(({ scenarios }) => scenarios.some((id) => !ids.has(id)))).toEqual([]);
  });

  it("lie in the folder of their kind", () => {
    const isAtHome = (change: Change): boolean => {
      const folder = folderOf(change);
      if (folder === "miniature") return change.on.every((ground) => ground.startsWith("miniature"));
      if (change.on.some((ground) => ground.startsWith("miniature"))) return false;
      return folder === "historical" ? change.fix !== undefined : folder === change.kind;
    };
    expect(namesOf((one) => !isAtHome(one))).toEqual([]);
  });

  it("leave no patch without its truth", () => {
    const root = join(projectRoot(), "test", "fixtures", "changes");
    const patches = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".patch"),
    );
    const known = new Set(
      changes.flatMap(({ name, on }) =>
        ["", ...on.map((ground) => `.${ground}`)].map((own) => `${name}${own}.patch`),
      ),
    );
    expect(patches.filter((file) => !known.has(basename(file)))).toEqual([]);
  });

  it("apply to the miniature as they are", async () => {
    for (const { base, ground } of await openSubjects({ kind: "miniature" }, () => {})) {
      for (const change of changes.filter(({ on }) => on.includes(ground))) {
        const { patches } = await parseSeries(Buffer.from(patchText(change, ground)), change.name);
        const { placed } = makeViews(base, patches, false);
        expect(
          placed.filter(({ fuzz }) => fuzz > 0),
          change.name,
        ).toEqual([]);
      }
    }
  });

  it("hold the history of Linux, mutations of the patched miniature, and harmless rewrites", () => {
    const isOn = (ground: Ground, { on }: Change): boolean => on.includes(ground);
    const isHarmless = ({ kind }: Change): boolean => kind === "harmless";
    expect(namesOf((one) => folderOf(one) === "historical").length).toBeGreaterThanOrEqual(40);
    expect(
      namesOf((one) => !isHarmless(one) && isOn("miniature+reference", one)).length,
    ).toBeGreaterThanOrEqual(20);
    expect(namesOf((one) => isHarmless(one) && isOn("miniature", one)).length).toBeGreaterThanOrEqual(30);
  });
});
